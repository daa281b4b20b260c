"""No secret stands in any frame of any error of ours, nor behind any property that nobody asked for by name."""

from __future__ import annotations

import base64
import contextlib
import io
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # tests are no package, and two of them share one module

from canaries import in_error, in_files, in_object, in_processes
from test_fault_matrix import LASTING, PASSING

from xauth_nb import ClientCredentials, LoginWidget, XSession, import_accounts, sandbox
from xauth_nb.credentials import TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import StoreError, UsageError, XAuthError
from xauth_nb.oauth.answer import parse_answer
from xauth_nb.oauth.exchange import Exchange
from xauth_nb.oauth.store import TokenStore
from xauth_nb.testing import assert_no_secrets
from xauth_nb.wire import Adapter

FAULTS = {**PASSING, **LASTING}
CANARY = "canary-of-a-secret-0123456789"


def caught(call):
    """What a call raises, with its frames."""
    try:
        call()
    except BaseException as error:
        return error
    return pytest.fail("nothing was raised")


def fail(sb, x, path, fault):
    """Let every call to a path go wrong, and wait for nothing."""
    x.timeout = (5, 0.1)
    sb.fail(next=10_000, path=path, **fault)


# --- the legs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FAULTS)
def test_a_first_leg_that_fails_leaves_nothing(x_sandbox, name):
    exchange = Exchange(x_sandbox.client, endpoints=x_sandbox.endpoints)
    fail(x_sandbox, exchange.session, "/oauth/request_token", FAULTS[name][0])
    error = caught(exchange.begin)
    assert isinstance(error, XAuthError)
    assert in_error(error, {"client secret": x_sandbox.client.secret, "key": x_sandbox.client.key}) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_third_leg_that_fails_leaves_nothing(x_sandbox, name):
    exchange = Exchange(x_sandbox.client, endpoints=x_sandbox.endpoints)
    pin = x_sandbox.approve(exchange.begin())
    secrets = {"PIN": pin, "request token secret": exchange._temporary.secret}
    secrets |= {"client secret": x_sandbox.client.secret}
    fail(x_sandbox, exchange.session, "/oauth/access_token", FAULTS[name][0])
    error = caught(lambda: exchange.finish(pin))
    assert isinstance(error, XAuthError)
    assert in_error(error, secrets) == []


class Interrupted(Adapter):
    def send(self, request, *args, **kwargs):
        if "oauth_verifier" in str(request.headers):
            raise KeyboardInterrupt
        return super().send(request, *args, **kwargs)


def test_an_interrupt_of_the_third_leg_leaves_nothing(x_sandbox):
    exchange = Exchange(x_sandbox.client, endpoints=x_sandbox.endpoints, adapter=Interrupted())
    pin = x_sandbox.approve(exchange.begin())
    secrets = {"PIN": pin, "request token secret": exchange._temporary.secret}
    error = caught(lambda: exchange.finish(pin))
    assert isinstance(error, KeyboardInterrupt)
    assert in_error(error, secrets) == []


@pytest.mark.parametrize(
    "answer",
    [
        CANARY * 200,
        f"{CANARY} {CANARY}",
        f"https://example.org/?oauth_token={CANARY}",
        f"http://127.0.0.1/callback?oauth_token=of-another-link&oauth_verifier={CANARY}",
        "8264915",
    ],
)
def test_an_answer_that_does_not_do_is_in_no_frame(x_sandbox, answer):
    card = LoginWidget(client=x_sandbox.client, endpoints=x_sandbox.endpoints)
    error = caught(lambda: card.submit(answer))
    assert isinstance(error, XAuthError)
    assert in_error(error, {"answer": answer if answer.isdigit() else CANARY}) == []


def test_an_answer_is_read_without_a_trace():
    assert in_error(caught(lambda: parse_answer(f"{CANARY} x")), {"answer": CANARY}) == []
    assert in_object(parse_answer(f"oauth_verifier={CANARY}"), {"verifier": CANARY}) == []


@pytest.mark.parametrize("kind", [ClientCredentials, TokenCredentials])
@pytest.mark.parametrize("pair", [(CANARY, "two words"), ("two words", CANARY), (f"{CANARY} x", ""), (CANARY, 7)])
def test_credentials_that_cannot_be_right_are_in_no_frame(kind, pair):
    error = caught(lambda: kind(*pair))
    assert isinstance(error, UsageError)
    assert in_error(error, {"canary": CANARY}) == []


# --- calls ----------------------------------------------------------------------------------------------------------

CALLS = {
    "read": lambda x: x.timeline("@grace", limit=5),
    "post": lambda x: x.post_tweet("A canary in a coal mine"),
    "form": lambda x: x.update_status("A canary in a coal mine"),
    "upload": lambda x: x.upload_media(b"\x89PNG\r\n\x1a\n" + bytes(64)),
    "raw": lambda x: x.call("GET", "/2/users/me?user.fields=%61"),
    "count, by the app's own token": lambda x: x.counts("canary"),
    "sign out": lambda x: x.call("POST", x.endpoints.invalidate_token_url),
}


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.deep(but_one_in=4)
def test_a_call_that_fails_leaves_nothing(x_sandbox, x_session, call, name):
    x = x_session
    x.sleep = lambda _: None
    secrets = {"client secret": x_sandbox.client.secret, "token secret": x.token.secret}
    fail(x_sandbox, x, "/", FAULTS[name][0])
    error = None
    try:
        CALLS[call](x)
    except XAuthError as raised:
        error = raised
    assert error is None or in_error(error, secrets) == []
    x_sandbox.heal()


# --- the store ------------------------------------------------------------------------------------------------------

KEPT = (ClientCredentials("an-api-key-0123456789", CANARY), TokenCredentials("123-" + CANARY, CANARY, "123", "ada"))


@pytest.fixture
def store(tmp_path):
    store = TokenStore(tmp_path / "home")
    store.save(*KEPT, endpoints=X)
    return store


def newer(store):
    store.path.write_bytes(store.path.read_bytes().replace(b'"version": 1', b'"version": 2'))


def damaged(store):
    store.path.write_bytes(store.path.read_bytes()[:-3])


def of_another_shape(store):
    store.path.write_bytes(store.path.read_bytes().replace(b'"user_id"', b'"user"').replace(b'"123"', b"123"))


def edited(store):
    store.path.write_bytes(store.path.read_bytes().replace(CANARY.encode(), f"{CANARY} with a space".encode()))


@pytest.mark.parametrize("harm", [newer, damaged, of_another_shape, edited])
@pytest.mark.parametrize("do", ["find", "save", "accounts", "secrets"])
def test_a_store_that_cannot_be_read_is_in_no_frame(store, harm, do):
    harm(store)
    deeds = {
        "find": lambda: store.find(endpoints=X),
        "save": lambda: store.save(*KEPT, endpoints=X),
        "accounts": store.accounts,
        "secrets": lambda: list(store.secrets()),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        error = caught(deeds[do])
    assert isinstance(error, (StoreError, UserWarning))
    assert in_error(error, {"secret": CANARY}) == []


def test_a_store_that_cannot_be_written_is_in_no_frame(store):
    store.path.with_name("tokens.json.new").mkdir()
    error = caught(lambda: store.save(*KEPT, endpoints=X))
    assert isinstance(error, StoreError)
    assert in_error(error, {"secret": CANARY}) == []


@pytest.mark.parametrize(
    "text",
    [
        f"profiles:\n  ada:\n    app: {CANARY}\n",
        f'{{"apps": {{"one": {{"oauth1_token": {{"oauth1": "{CANARY}"}}}}}}',
        f"profiles:\n  ada:\n    k:\n      consumer_key: {CANARY}\n      consumer_secret: 'a {CANARY}'\n"
        "      token: x\n      secret: y\n",
        f"[a]\nconsumer_secret = {CANARY}\n{CANARY}\n",
    ],
)
def test_a_file_of_another_program_that_cannot_be_read_is_in_no_frame(tmp_path, text):
    file = tmp_path / "theirs"
    file.write_text(text)
    error = caught(lambda: import_accounts(file))
    assert isinstance(error, XAuthError)
    assert in_error(error, {"secret": CANARY}) == []


@pytest.mark.parametrize(
    "content",
    [{}, {"cells": None}, {"cells": [CANARY]}, {"cells": [{"outputs": CANARY}, {"outputs": 7}]}, {"no": CANARY}],
    ids=str,
)
def test_the_search_for_leaks_leaks_nothing(monkeypatch, store, content):
    monkeypatch.setenv("XAUTH_NB_HOME", str(store.path.parent))
    monkeypatch.setenv("X_API_SECRET", CANARY)
    error = caught(lambda: assert_no_secrets(content))
    assert in_error(error, {"known secret": CANARY}) == []


def test_practice_mode_puts_real_keys_aside_unseen(monkeypatch):
    monkeypatch.setenv("X_API_KEY", "a-real-api-key-0123456789")
    monkeypatch.setenv("X_API_SECRET", CANARY)
    practice = sandbox.use()
    try:
        assert in_object(practice, {"real secret": CANARY}, depth=3) == []
    finally:
        practice.stop()
    assert os.environ["X_API_SECRET"] == CANARY


# --- properties -----------------------------------------------------------------------------------------------------


def test_no_property_gives_a_secret_to_who_did_not_ask_for_it(x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    card._form._key.value = CANARY
    assert in_object(card, {"pasted into the key's box": CANARY}) == []
    card._form._secret.value = CANARY  # refused by X, and the card goes on
    assert in_object(card, {"pasted": CANARY}, depth=7) == []
    card = LoginWidget(client=x_sandbox.client, endpoints=x_sandbox.endpoints)
    secrets = {"client secret": x_sandbox.client.secret}
    secrets |= {"request token secret": card._sign_in._link._exchange._temporary.secret}
    pin = secrets["PIN"] = x_sandbox.approve(card.authorize_url)
    assert in_object(card, secrets, depth=7) == []
    x = card.submit(pin)
    secrets["token secret"] = x.token.secret
    kept = TokenStore().find(endpoints=x_sandbox.endpoints)
    for thing in (card, x, x.auth, x.token, x.credentials_env(), TokenStore(), kept):
        assert in_object(thing, secrets, type(thing).__name__) == []
    for name in [name for name in dir(x_sandbox) if not name.startswith("_")]:  # inside, a sandbox is X
        assert in_object(getattr(x_sandbox, name), secrets, name) == []
    assert (x.token.secret, x.auth.client_secret) == (secrets["token secret"], secrets["client secret"])  # by name


@pytest.mark.parametrize("pickler", ["pickle", "cloudpickle", "dill"])
def test_no_pickle_holds_a_secret(x_session, x_sandbox, pickler):
    dumps, x = pytest.importorskip(pickler, reason=f"{pickler} is not installed").dumps, x_session
    secrets = {"client secret": x_sandbox.client.secret, "token secret": x.token.secret}
    card, exchange = LoginWidget(), Exchange(x_sandbox.client, endpoints=x_sandbox.endpoints)
    exchange.begin()
    secrets["request token secret"] = exchange._temporary.secret
    wrong = (lambda: x.get_tweet(1), lambda: x.call("GET", "/2/no"), lambda: exchange.finish("x"))
    errors = [caught(each) for each in wrong]
    tweets = x.timeline("@grace", limit=3)
    things = (x, x.auth, x.token, x_sandbox.client, card, exchange, x.me, lambda: x, tweets, tweets[0], x.user, *errors)
    for thing in things:
        written = b""
        with contextlib.suppress(Exception):  # most refuse
            written = dumps(thing)
        assert not [name for name, secret in secrets.items() if secret.encode() in written], thing
    assert CANARY.encode() in dumps({"control": CANARY})


def test_rich_shows_no_secret(x_session, x_sandbox):
    rich = pytest.importorskip("rich", reason="rich is not installed")
    from rich.console import Console

    secrets = {"client secret": x_sandbox.client.secret, "token secret": x_session.token.secret}
    for thing in (x_session, x_session.auth, x_session.token, x_sandbox.client, x_sandbox):
        console = Console(file=io.StringIO(), width=200)
        rich.inspect(thing, console=console, private=thing is not x_sandbox, methods=True)
        text = console.file.getvalue()
        assert type(thing).__name__ in text
        assert not [name for name, secret in secrets.items() if secret in text]


# --- controls -------------------------------------------------------------------------------------------------------


def basic(key, secret):
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()}


class Slotted:
    __slots__ = ("held",)

    def __init__(self, held):
        self.held = held


class Listing:
    @property
    def held(self):
        return CANARY


@pytest.mark.parametrize(
    "thing",
    [
        CANARY,
        CANARY.encode(),
        basic("key", CANARY),
        basic("a-key", CANARY),
        basic("keys", CANARY),
        {"a": [CANARY]},
        Slotted(CANARY),
        Slotted([Slotted(CANARY)]),
        Listing(),
        (1, {CANARY}),
    ],
    ids=lambda thing: type(thing).__name__,
)
def test_control_a_secret_in_an_object_is_seen(thing):
    assert in_object(thing, {"canary": CANARY})


def test_control_a_secret_in_a_frame_below_ours_a_cause_or_an_argument_is_seen(tmp_path):
    source = """
def f(text, kept):
    try:
        int(text)
    except ValueError as error:
        raise OSError('no') from error
"""
    place: dict = {}
    exec(compile(source, str(tmp_path / "elsewhere.py"), "exec"), place)
    assert in_error(caught(lambda: place["f"]("one", Slotted(CANARY))), {"canary": CANARY})
    assert in_error(caught(lambda: place["f"](CANARY, None)), {"canary": CANARY})
    assert in_error(OSError(ValueError(CANARY)), {"canary": CANARY})
    assert in_object(XSession, {"canary": CANARY}) == []


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="this system shows no processes as files")
@pytest.mark.parametrize("part", ["cmdline", "environ"])
def test_control_a_secret_in_a_process_is_seen(part):
    argv = [sys.executable, "-c", "input()", *([CANARY] if part == "cmdline" else [])]
    env = {**os.environ, **({"CANARY": CANARY} if part == "environ" else {})}
    with subprocess.Popen(argv, env=env, stdin=subprocess.PIPE) as process:
        try:
            assert f"{part} of {process.pid}: canary" in in_processes({"canary": CANARY})
        finally:
            process.communicate(b"\n", timeout=30)


def test_control_a_secret_in_a_file_is_seen(tmp_path):
    (tmp_path / "deep" / "down").mkdir(parents=True)
    (tmp_path / "deep" / "down" / "log").write_bytes(b"\x00" + CANARY.encode())
    assert in_files(tmp_path, {"canary": CANARY}) == ["deep/down/log: canary"]
