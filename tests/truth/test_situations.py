"""Situations from company networks, clusters, cron and odd machines, on every surface where they show.

A cell holds the kind of what comes, words that must be there and words that would be false, and that nothing was sent
where nothing can have been.
"""

from __future__ import annotations

import atexit
import errno
import fcntl
import functools
import json
import os
import socket
from dataclasses import dataclass, field
from email.utils import formatdate
from time import time
from typing import Any

import pytest
from surfaces import ADA, CLIENT, KEY, SECRET, SURFACES, TOKEN, TOKEN_SECRET, TellingX

from xauth_nb.credentials import TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.oauth.store import TokenStore


@dataclass
class Place:
    """Where one cell is tried."""

    x: TellingX
    monkeypatch: Any
    home: Any
    capsys: Any
    arguments: dict = field(default_factory=dict)

    @property
    def environ(self):
        return os.environ

    def set(self, **variables):
        for name, value in variables.items():
            self.monkeypatch.setenv(name, value)

    def keys(self, key=KEY, secret=SECRET):
        self.set(X_API_KEY=key, X_API_SECRET=secret)

    def token(self, token=TOKEN, secret=TOKEN_SECRET):
        self.keys()
        self.set(X_ACCESS_TOKEN=token, X_ACCESS_TOKEN_SECRET=secret)

    def keep(self, name="ada", *, client=CLIENT, at=None):
        token = TokenCredentials(f"{len(name)}{TOKEN}", TOKEN_SECRET, f"{len(name)}42", name)
        TokenStore().save(client, token, endpoints=Endpoints.at(at or self.x.base_url))

    @property
    def store(self):
        return self.home / "tokens.json"


class Row:
    """A situation: how it is made, and what each surface says of it."""

    def __init__(self, arrange, says=(), never=(), *, unsent=False, **kinds):
        self.arrange, self.says, self.never, self.unsent, self.kinds = arrange, says, never, unsent, kinds

    def cell(self, surface):
        expected = self.kinds[surface]
        kind, says = expected if isinstance(expected, tuple) else (expected, self.says)
        return kind, says


def answers(path, status, body, *kind, **headers):
    def arrange(place):
        place.token()
        place.x.says[path] = (status, body, *kind)
        place.x.headers = headers

    return arrange


def at_me(status, body, *kind, **headers):
    return answers("/2/users/me", status, body, *kind, **headers)


def at_start(status, body, *kind, **headers):
    """X refuses the first leg, and nobody has signed in yet."""

    def arrange(place):
        place.keys()
        place.x.says["/oauth/request_token"] = (status, body, *kind)
        place.x.headers = headers

    return arrange


def given(key=KEY, secret=SECRET):
    return lambda place: place.keys(key, secret)


def given_token(token=TOKEN, secret=TOKEN_SECRET):
    return lambda place: place.token(token, secret)


def arguments(**given):
    def arrange(place):
        place.keys()
        place.arguments = given

    return arrange


def variables(**given):
    def arrange(place):
        place.keys()
        place.set(**given)

    return arrange


def kept(*then, client=CLIENT, at=None, names=("ada",), **more):
    """Sign-ins are kept; then something happens to them."""

    def arrange(place):
        for name in names:
            place.keep(name, client=client, at=at)
        for one in then:
            one(place)
        place.arguments = more

    return arrange


def refused_token(place):
    place.x.says["/2/users/me"] = (401, '{"errors": [{"code": 89, "message": "Invalid or expired token."}]}')


def is_link(place):
    place.store.rename(place.home / "elsewhere")
    place.store.symlink_to(place.home / "elsewhere")


def is_damaged(place):
    place.store.write_bytes(b'{"version": 1, "apps": [{"endp')


def was_damaged_before(place):
    is_damaged(place)
    with pytest.warns(UserWarning, match="damaged"):
        TokenStore().accounts()


def is_newer(place):
    place.store.write_text(json.dumps({"version": 9, "accounts": "of another kind"}))


def is_writable_by_others(place):
    place.home.chmod(0o777)


def is_folder(place):
    place.store.unlink()
    place.store.mkdir()


def says_of_disk(number):
    """The disk answers so when it is written, as seen from Python: the seam is the system's own call."""

    def arrange(place):
        def refuse(*_):
            raise OSError(number, os.strerror(number))

        place.token()
        if number == errno.ENOLCK:
            place.monkeypatch.setattr(fcntl, "flock", refuse)
        elif number == errno.EROFS:
            open_, home = os.open, str(place.home)
            place.home.mkdir(parents=True)
            place.monkeypatch.setattr(
                os,
                "open",
                lambda path, flags, *more, **named: (
                    refuse()
                    if flags & (os.O_WRONLY | os.O_RDWR) and str(path).startswith(home)
                    else open_(path, flags, *more, **named)
                ),
            )
        else:
            place.monkeypatch.setattr(os, "fsync", refuse)

    return arrange


def home_is_a_file(place):
    place.token()
    place.home.parent.mkdir(exist_ok=True)
    place.home.write_text("")


@functools.cache
def silent_door():
    """A port that is taken, so that no other process opens it meanwhile, and at which nobody listens."""
    door = socket.socket()
    atexit.register(door.close)
    door.bind(("127.0.0.1", 0))
    return door


def nobody_listens(place):
    place.token()
    place.set(XAUTH_NB_ENDPOINT=f"http://127.0.0.1:{silent_door().getsockname()[1]}")


def far_away(**more):
    """X itself, which no test reaches: something stands before the way."""

    def arrange(place):
        place.token()
        for name in ("no_proxy", "NO_PROXY"):
            place.monkeypatch.delenv(name, raising=False)
        port = silent_door().getsockname()[1]
        place.set(XAUTH_NB_ENDPOINT="https://x.invalid", **{n: v.format(port=port) for n, v in more.items()})

    return arrange


class Date(str):
    """A date that is so many seconds off when it is sent, however long after the tests were collected."""

    def __new__(cls, offset):
        made = super().__new__(cls, f"{offset} seconds off")
        made.offset = offset
        return made

    def now(self):
        return formatdate(time() + self.offset, usegmt=True)


def clock(offset):
    return {"Date": Date(offset)}


REVOKED = ("does not work any more", "@ada")
PAGE = "<html><head><title>Blocked by the company</title></head><body>no</body></html>"
PROBLEM = '{{"title": "{0}", "detail": "{0} of the app.", "type": "about:blank", "status": {1}}}'
V1 = '{{"errors": [{{"code": {}, "message": "{}"}}]}}'
BLAME = ("Try again in a moment", "is reached")

ROWS = {
    # Nobody, and what is kept
    "nobody yet": Row(given(), ("Nobody",), ("does not work",), unsent=True, login="LoginRequired", command=1),
    "nobody, no keys": Row(lambda place: None, ("Nobody",), unsent=True, login="LoginRequired", command=1),
    "nobody, no keys, a card": Row(lambda place: None, (), ("does not work",), unsent=True, widget="needs keys"),
    "revoked": Row(
        kept(refused_token),
        REVOKED,
        ("Nobody has signed in yet", "login() in the card"),
        login="LoginRequired",
        widget="link ready",
        command=1,
        doctor=({"token": "fail"}, ("revoked",)),
    ),
    "misspelt": Row(
        kept(names=("ada", "grace"), profile="@adda"),
        ("No sign-in of @adda", "@grace and @ada"),
        ("revoked",),
        unsent=True,
        login="LoginRequired",
    ),
    "misspelt, a card": Row(
        kept(names=("ada", "grace"), profile="@adda"),
        ("No sign-in of @adda", "@grace and @ada"),
        widget="link ready",
    ),
    "misspelt, only one": Row(
        kept(profile="@adda"),
        ("No sign-in of @adda", "only @ada is"),
        unsent=True,
        login="LoginRequired",
    ),
    "named, none kept": Row(
        arguments(profile="@ada"),
        ("No sign-in of @ada is kept here",),
        ("only", "those that"),
        unsent=True,
        login="LoginRequired",
    ),
    "another app's": Row(
        kept(given("K" * 25)),
        ("another app", "@ada"),
        ("Nobody has signed in yet",),
        unsent=True,
        login="LoginRequired",
        command=1,
    ),
    "another app's, named": Row(
        kept(given("K" * 25), profile="@ada"),
        ("another app",),
        ("No sign-in",),
        unsent=True,
        login="LoginRequired",
    ),
    "another server's": Row(
        kept(at="https://api.x.com", profile="@ada"),
        ("api.x.com", "127.0.0.1"),
        unsent=True,
        login="LoginRequired",
    ),
    "store is a link": Row(
        kept(is_link),
        ("is a link", "XAUTH_NB_HOME"),
        ("Nobody has signed in yet", "Nobody is signed in"),
        unsent=True,
        login="LoginRequired",
        command=1,
        doctor=({"store": "fail"}, ("is a link",)),
    ),
    "store is a link, a card": Row(kept(is_link), ("is a link", "XAUTH_NB_HOME"), widget="needs keys"),
    "store is a folder": Row(
        kept(is_folder),
        ("not a plain file",),
        ("Nobody has signed in yet",),
        unsent=True,
        login="LoginRequired",
        command=1,
        doctor=({"store": "fail"}, ("not a plain file",)),
    ),
    "store damaged": Row(
        kept(is_damaged),
        ("damaged", "tokens.json.damaged-"),
        ("Nobody has signed in yet", "Nobody is signed in"),
        unsent=True,
        login="LoginRequired",
        widget="needs keys",
    ),
    "store damaged before": Row(
        kept(was_damaged_before),
        ("damaged", "kept beside it"),
        ("Nobody has signed in yet", "Nobody is signed in"),
        unsent=True,
        login="LoginRequired",
        widget="needs keys",
        command=1,
        doctor=({"store": "warn"}, ("damaged",)),
    ),
    "store of a newer format": Row(
        kept(is_newer),
        ("newer xauth_nb", "pip install --upgrade"),
        ("damaged", "Nobody has"),
        unsent=True,
        login="LoginRequired",
        widget="needs keys",
        command=1,
        doctor=({"store": "fail"}, ("newer",)),
    ),
    "store others can write": Row(
        kept(is_writable_by_others),
        ("not trusted",),
        ("Nobody has",),
        unsent=True,
        login="LoginRequired",
        command=1,
        doctor=({"store": "fail"}, ("not trusted",)),
    ),
    "clock, a kept sign-in": Row(
        kept(refused_token, lambda place: place.x.headers.update(clock(-900))),
        ("clock", "seconds ahead"),
        ("any more", "X_ACCESS_TOKEN"),
        login="LoginRequired",
        command=1,
        doctor=({"clock": "fail"}, ("clock",)),
    ),
    "app suspended, a kept sign-in": Row(
        kept(lambda place: place.x.says.update({"/2/users/me": (401, V1.format(416, "Invalid application"))})),
        ("suspended or invalid", "Look at the app"),
        ("any more", "xauth-nb login"),
        login="LoginRequired",
        command=1,
    ),
    # What X says of a token
    "401": Row(
        at_me(401, PROBLEM.format("Unauthorized", 401)),
        ("X_ACCESS_TOKEN", "not accepted"),
        (),
        login="UnauthorizedError",
        widget="UnauthorizedError",
        command=1,
        me=("UnauthorizedError", ("signature",)),
        doctor=({"token": "fail"}, ("signature",)),
    ),
    "89": Row(
        at_me(401, V1.format(89, "Invalid or expired token.")),
        ("X_ACCESS_TOKEN", "revoked"),
        (),
        login="UnauthorizedError",
        command=1,
        me=("UnauthorizedError", ("revoked",)),
        doctor=({"token": "fail"}, ("revoked",)),
    ),
    "402": Row(
        at_me(402, PROBLEM.format("CreditsDepleted", 402)),
        ("no credits left",),
        BLAME,
        login=("", ()),
        widget="signed in",
        command=1,
        me="CreditsError",
        doctor=({"credits": "fail"}, ("no credits left",)),
    ),
    "403": Row(
        at_me(403, PROBLEM.format("Forbidden", 403)),
        ("Forbidden of the app.",),
        BLAME,
        login=("", ()),
        widget="signed in",
        command=1,
        me="ForbiddenError",
        doctor=({"token": "fail"}, ("Forbidden",)),
    ),
    "404": Row(
        at_me(404, PROBLEM.format("Not Found", 404)),
        ("does not find any call GET /2/users/me", "XAUTH_NB_ENDPOINT"),
        ("deleted",),
        widget="signed in",
        command=1,
        me="NotFoundError",
    ),
    "not enrolled": Row(
        at_me(403, '{"title": "Client Forbidden", "reason": "client-not-enrolled", "detail": "x"}'),
        ("not in a package", "Pay-per-use"),
        BLAME,
        command=1,
        me="ForbiddenError",
        widget="signed in",
    ),
    "429": Row(
        at_me(429, PROBLEM.format("Too Many Requests", 429)), ("rate limit",), ("credits",), me="RateLimitedError"
    ),
    "clock": Row(
        at_me(401, PROBLEM.format("Unauthorized", 401), **clock(900)),
        ("clock", "seconds behind"),
        ("revoked",),
        login="UnauthorizedError",
        command=1,
        me="UnauthorizedError",
        doctor=({"clock": "fail", "token": "fail"}, ("clock",)),
    ),
    "a block page": Row(
        at_me(403, PAGE, "text/html"),
        ("Somebody between here and X", "Blocked by the company"),
        ("X refuses", "Try again in a moment"),
        widget="signed in",
        command=1,
        me="ServerError",
    ),
    "a page with 200": Row(
        at_me(200, PAGE, "text/html"),
        ("Somebody between here and X", "Blocked by the company"),
        ("X refuses",),
        widget="signed in",
        command=1,
        me="ServerError",
    ),
    "escapes in a refusal": Row(
        at_me(403, '{"title": "F", "detail": "\\u001b[2Jgone\\u202e"}'),
        ("gone",),
        ("\x1b[2J", "\u202e"),
        command=1,
        me="ForbiddenError",
    ),
    "escapes in a name": Row(
        at_me(200, '{"data": {"id": "42", "username": "ada", "name": "A\\u001b[2J\\u202eda \\ud83d\\ude00"}}'),
        ("@ada", "😀"),
        ("\x1b", "\u202e"),
        command=0,
    ),
    # A tweet
    "duplicate": Row(
        answers("/2/tweets", 403, V1.format(187, "duplicate content")),
        ("posted a short while ago",),
        (),
        post="DuplicateTweetError",
    ),
    "post refused": Row(
        answers("/2/tweets", 403, PROBLEM.format("Forbidden", 403)),
        ("Forbidden of the app.",),
        ("is not known",),
        post="ForbiddenError",
    ),
    "post without credits": Row(
        answers("/2/tweets", 402, PROBLEM.format("Credits", 402)),
        ("no credits left",),
        ("is not known",),
        post="CreditsError",
    ),
    "post lost": Row(
        answers("/2/tweets", 503, PROBLEM.format("Unavailable", 503)),
        ("is not known", "first looks"),
        ("was not sent",),
        post="ServerError",
    ),
    "post met by a page": Row(
        answers("/2/tweets", 403, PAGE, "text/html"), ("Somebody between",), (), post="ServerError"
    ),
    # The first leg
    "wrong keys": Row(
        at_start(401, V1.format(32, "Could not authenticate you.")),
        ("does not accept the API key",),
        ("characters, and X's have",),
        widget="failed",
        doctor=({"app keys": "fail"}, ("does not accept",)),
    ),
    "half a secret": Row(
        lambda place: (at_start(401, V1.format(32, "Could"))(place), place.keys(secret=SECRET[:37])),
        ("secret has 37 characters", "X's have 50"),
        (SECRET[:37],),
        widget="failed",
        doctor=({"app keys": "fail"}, ("37 characters",)),
    ),
    "the key twice": Row(
        lambda place: (at_start(401, V1.format(32, "Could"))(place), place.keys(secret=KEY)),
        ("one and the same value",),
        (KEY,),
        widget="failed",
    ),
    "start 402": Row(
        at_start(402, PROBLEM.format("CreditsDepleted", 402)),
        ("no credits left", "CreditsDepleted of the app."),
        BLAME,
        widget="failed",
    ),
    "start 403": Row(
        at_start(403, PROBLEM.format("Forbidden", 403)),
        ("X refuses POST /oauth/request_token", "Forbidden of the app."),
        ("at the moment",),
        widget="failed",
        doctor=({"app keys": "fail"}, ("Forbidden of the app.",)),
    ),
    "start not enrolled": Row(
        at_start(403, '{"title": "Client Forbidden", "reason": "client-not-enrolled", "detail": "Use a Project."}'),
        ("not in a package", "Use a Project.", "Pay-per-use"),
        ("at the moment",),
        widget="failed",
    ),
    "start 404": Row(
        at_start(404, V1.format(34, "that page does not exist")),
        ("does not find any call POST /oauth/request_token", "that page does not exist", "XAUTH_NB_ENDPOINT"),
        ("at the moment",),
        widget="failed",
    ),
    "start page": Row(
        at_start(403, PAGE, "text/html"),
        ("Somebody between here and X", "Blocked by the company"),
        ("X refuses",),
        widget="failed",
    ),
    "415 for a PIN": Row(
        at_start(403, V1.format(415, "Callback URL not approved")),
        ("never set up", "User authentication settings"),
        ("leave callback", "oob"),
        widget="failed",
        doctor=({"app keys": "fail"}, ("never set up",)),
    ),
    "415 for an address": Row(
        lambda place: (
            at_start(403, V1.format(415, "Callback"))(place),
            place.arguments.update(callback="http://127.0.0.1:8976/callback"),
        ),
        ("to the letter",),
        (),
        widget="failed",
    ),
    "start suspended": Row(
        at_start(401, V1.format(416, "Invalid")), ("suspended or invalid",), ("Copy API Key",), widget="failed"
    ),
    "start clock": Row(
        at_start(401, V1.format(32, "Could"), **clock(900)),
        ("clock", "seconds behind"),
        ("does not accept the API key",),
        widget="failed",
    ),
    "start 429": Row(at_start(429, "{}"), ("asked too often",), (), widget="failed"),
    # Keys
    "half a pair": Row(
        lambda place: place.set(X_API_KEY=KEY),
        ("X_API_SECRET is not",),
        (),
        unsent=True,
        login="UsageError",
        widget="UsageError",
        command=1,
        doctor=({"app keys": "fail"}, ("X_API_SECRET",)),
    ),
    **{
        f"keys: {name}": Row(
            given(key, secret),
            (words, "X_API_KEY and X_API_SECRET in the environment"),
            (KEY, SECRET),
            unsent=True,
            login="UsageError",
            widget="UsageError",
            command=1,
            doctor=({"app keys": "fail"}, (words,)),
        )
        for name, key, secret, words in (
            ("quoted", f'"{KEY}"', f'"{SECRET}"', "in quotes"),
            ("one quote", KEY, f"{SECRET}'", "in quotes"),
            ("not filled in", "${X_API_KEY}", SECRET, "not filled in"),
            ("not filled in by Windows", "%X_API_KEY%", SECRET, "not filled in"),
            ("the word None", "None", SECRET, "not filled in"),
            ("crosses", "x" * 25, SECRET, "not filled in"),
            ("a sample's words", "your-api-key", SECRET, "not filled in"),
            ("a piece of JSON", json.dumps({"key": KEY}), SECRET, "a piece of JSON"),
            ("a mark of order", f"\ufeff{KEY}", SECRET, "unusual character"),
            ("a blank of no width", f"{KEY}\u200b", SECRET, "unusual character"),
            ("a letter of another alphabet", f"\u0430{KEY[1:]}", SECRET, "unusual character"),
            ("with a comment", f"{KEY} # mine", SECRET, "has a space"),
            ("a template", "{{ secrets.X_API_KEY }}", SECRET, "not filled in"),
            ("with its name", f"X_API_KEY={KEY}", SECRET, "name of its variable"),
            ("swapped", SECRET, KEY, "each other's place"),
            (
                "a bearer token",
                "AAAAAAAAAAAAAAAAAAAAAMLheAAAAAAA0%2BuSeid%2BULvsea4JtiGRiSDSJSI",
                SECRET,
                "a bearer token",
            ),
            ("the word Bearer", f"Bearer {KEY}", SECRET, "a bearer token"),
            ("an access token", TOKEN, SECRET, "an access token"),
            ("an access token as secret", KEY, TOKEN, "an access token"),
            ("a Client ID", "VGhpc0lzQW5JZDoxOmNp", SECRET, "OAuth 2.0 Client ID"),
            ("cut in two", KEY[:9] + " " + KEY[9:], SECRET, "not copied whole"),
        )
    },
    "token: swapped": Row(
        given_token(TOKEN_SECRET, TOKEN),
        ("each other's place", "X_ACCESS_TOKEN"),
        (TOKEN,),
        unsent=True,
        login="UsageError",
        command=1,
        doctor=({"app keys": "fail"}, ("each other's place",)),
    ),
    "token: an API key": Row(
        lambda place: (at_me(401, PROBLEM.format("Unauthorized", 401))(place), place.token("Q" * 25, TOKEN_SECRET)),
        ("looks like an API key",),
        ("Q" * 25,),
        login="UnauthorizedError",
        command=1,
    ),
    "token: an odd key": Row(
        lambda place: (
            at_me(401, PROBLEM.format("Unauthorized", 401))(place),
            place.token(),
            place.keys(f"{KEY};"),
        ),
        ("The API key has 26 characters", "Compare X_API_KEY and X_API_SECRET first"),
        (KEY,),
        login="UnauthorizedError",
        command=1,
    ),
    "token: no keys": Row(
        lambda place: place.set(X_ACCESS_TOKEN=TOKEN, X_ACCESS_TOKEN_SECRET=TOKEN_SECRET),
        ("no API key and secret",),
        (),
        unsent=True,
        login="UsageError",
        command=1,
    ),
    # Arguments and variables
    "expect is an address": Row(
        lambda place: (place.token(), place.arguments.update(expect="https://x.com/Ada")),
        (),
        ("expects",),
        login="",
        widget="signed in",
    ),
    "expect is full-width": Row(
        lambda place: (place.token(), place.arguments.update(expect="＠ada")),
        (),
        ("expects",),
        login="",
        widget="signed in",
    ),
    "expect is somebody else": Row(
        lambda place: (place.token(), place.arguments.update(expect="https://x.com/grace")),
        ("@ada signed in", "@grace"),
        (),
        login="WrongAccountError",
        widget="WrongAccountError",
    ),
    **{
        f"{name}={value!r}": Row(
            arguments(**{name: value}), (name,), (), unsent=True, login="UsageError", widget="UsageError"
        )
        for name, value in (
            ("expect", ""),
            ("expect", "ada lovelace"),
            ("profile", "@"),
            ("client", "abc"),
            ("token", "abc"),
            ("client", ADA),
            ("endpoints", "https://api.x.com"),
            ("callback", 8976),
            ("profile", 42),
            ("save", "nowhere"),
            ("access", "all"),
        )
    },
    "timeout='10'": Row(arguments(timeout="10"), ("timeout",), (), unsent=True, login="UsageError"),
    "XAUTH_NB_STORE": Row(
        variables(XAUTH_NB_STORE="vault"),
        ("XAUTH_NB_STORE", "vault"),
        (),
        unsent=True,
        login="UsageError",
        widget="UsageError",
        command=1,
    ),
    "XAUTH_NB_ENDPOINT": Row(
        variables(XAUTH_NB_ENDPOINT="ftp://x"),
        ("XAUTH_NB_ENDPOINT",),
        (),
        unsent=True,
        login="UsageError",
        command=1,
        doctor=({"network": "fail"}, ("XAUTH_NB_ENDPOINT",)),
    ),
    # The way
    "nobody listens": Row(
        nobody_listens,
        ("nobody listens there",),
        ("proxy", "credentials"),
        login=("", ()),
        widget="signed in",
        command=1,
        me="ConnectionFailed",
        post=("ConnectionFailed", ("not sent",)),
        doctor=({"network": "fail"}, ("nobody listens",)),
    ),
    "dead proxy": Row(
        far_away(HTTPS_PROXY="http://ada:hunter2@127.0.0.1:{port}"),
        ("HTTPS_PROXY", "proxy"),
        ("hunter2", "X refuses"),
        command=1,
        me="ConnectionFailed",
        post=("ConnectionFailed", ("not sent",)),
        doctor=({"network": "fail"}, ("HTTPS_PROXY",)),
    ),
    "no such bundle": Row(
        far_away(REQUESTS_CA_BUNDLE="/no/such/file"),
        ("REQUESTS_CA_BUNDLE=/no/such/file",),
        ("Check the network",),
        command=1,
        me="WayBarred",
        post=("WayBarred", ("not sent",)),
        doctor=({"network": "fail"}, ("REQUESTS_CA_BUNDLE",)),
    ),
    "proxy without a version": Row(
        far_away(ALL_PROXY="socks://127.0.0.1:{port}", HTTPS_PROXY="socks://127.0.0.1:{port}"),
        ("socks5h",),
        ("hunter2",),
        command=1,
        me="WayBarred",
        post=("WayBarred", ("not sent",)),
    ),
    # Disks
    "no locks": Row(
        says_of_disk(errno.ENOLCK),
        ("gives no locks", "XAUTH_NB_HOME", "The post was not sent", "once=False"),
        ("is being written",),
        unsent=True,
        post="DiskError",
        doctor=({"store": "fail", "ledger": "fail"}, ("gives no locks", "XAUTH_NB_HOME")),
    ),
    "full": Row(
        says_of_disk(errno.ENOSPC), (), (), doctor=({"store": "fail", "ledger": "fail"}, ("is full", "XAUTH_NB_HOME"))
    ),
    "read-only": Row(
        says_of_disk(errno.EROFS),
        ("is read-only", "XAUTH_NB_HOME", "The post was not sent"),
        (),
        unsent=True,
        post="DiskError",
        doctor=({"store": "fail", "ledger": "fail"}, ("is read-only",)),
    ),
    "home is a file": Row(
        home_is_a_file,
        ("XAUTH_NB_HOME",),
        (),
        unsent=True,
        post="DiskError",
        doctor=({"ledger": "fail"}, ("XAUTH_NB_HOME",)),
    ),
}
EVERY_TIME = {"login", "widget", "command"}
CELLS = [
    pytest.param(row, surface, id=f"{name}-{surface}", marks=() if surface in EVERY_TIME else pytest.mark.deep)
    if surface == "doctor" and number % 4
    else pytest.param(row, surface, id=f"{name}-{surface}")
    for number, (name, row) in enumerate(ROWS.items())
    for surface in row.kinds
]


@pytest.fixture(scope="session")
def telling():
    x = TellingX()
    yield x
    x.close()


@pytest.fixture
def place(telling, monkeypatch, tmp_path, capsys):
    telling.forget()
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", telling.base_url)
    return Place(telling, monkeypatch, tmp_path / "home", capsys)


def test_there_are_at_least_sixty_situations_and_each_surface_has_its_share():
    assert len(ROWS) >= 60
    assert {surface for row in ROWS.values() for surface in row.kinds} == SURFACES.keys()


@pytest.mark.filterwarnings("ignore:The token store .* was damaged:UserWarning")
@pytest.mark.parametrize(("row", "surface"), CELLS)
def test_what_is_said_is_true(row, surface, place):
    row.arrange(place)
    told = SURFACES[surface](place)
    kind, says = row.cell(surface)
    if isinstance(kind, dict):
        assert kind.items() <= told.kind.items(), told.words
    else:
        assert told.kind == kind, told.words
    for words in says:
        assert words in told.words
    for words in row.never:
        assert words not in told.words
    for secret in (SECRET, TOKEN_SECRET, TOKEN, KEY):
        assert secret not in told.words
    if row.unsent and surface in ("login", "command", "post"):
        assert place.x.seen == [] or not place.x.posts
        assert surface == "post" or place.x.seen == []
