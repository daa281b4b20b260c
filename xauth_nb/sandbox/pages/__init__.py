"""The pages that a person sees: approve, PIN, denied, "Whoa there", and what was posted. Everything on them is escaped.

They load nothing from anywhere, cannot be framed, and a decision needs the token that is in the form.
"""

from __future__ import annotations

import re
import secrets
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit, urlunsplit

from flask import Response, jsonify, redirect, render_template, request

from xauth_nb.sandbox.pages.pictures import portrait, poster

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.sandbox.state import State
    from xauth_nb.sandbox.tokens import RequestToken
    from xauth_nb.sandbox.world import Person, Tweet

__all__ = ["PAGES"]

_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_DECIDED_AT = ("/oauth/authorize", "/oauth/authenticate")
_SHOWN = 30
_COOKIE = "sandbox_browser"
_PICTURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"RIFF", "webp"))


def _page(template: str, status: int = 200, **values: object) -> Response:
    return Response(render_template(template, **values), status, _HEADERS, content_type="text/html; charset=utf-8")


def _about(state: State) -> Response:
    """Tell programs who may sign in here; nothing secret."""
    return jsonify(sandbox=True, users=[person.username for person in state.world.cast])


def _whoa(*, absent: bool) -> Response:
    return _page("whoa.html", 403, absent=absent)


def _ask(state: State) -> Response:
    token = request.args.get("oauth_token", "")
    found = state.tokens.undecided(token)
    if found is None:
        return _whoa(absent=not token)
    known = _signed_in(state)
    if request.path == "/oauth/authenticate" and known and _has_approved(state, known, found):
        return _approved(state, found, known)  # "Sign in with X": who has approved the app is not asked again
    wanted = state.world.named(request.args.get("screen_name", ""))
    people = state.world.cast
    return _page(
        "authorize.html", token=found, people=people, chosen=(wanted or people[0]).username, path=request.path,
        writes=found.access != "read",
    )  # fmt: skip


def _decide(state: State) -> Response:
    token = request.form.get("oauth_token", "")
    found = state.tokens.undecided(token)
    proof = request.form.get("authenticity_token", "")
    if found is None or not secrets.compare_digest(proof.encode(), found.form_token.encode()):
        return _whoa(absent=not token)
    if request.form.get("decision") == "cancel":
        state.tokens.decide(found, None)
        back = None if found.callback == "oob" else _with_query(found.callback, denied=found.token)
        return _page("denied.html", back=back)
    person = state.world.named(request.form.get("user", ""))
    if person is None or not person.can_sign_in:
        return _whoa(absent=False)
    return _approved(state, found, person)


def _approved(state: State, found: RequestToken, person: Person) -> Response:
    if not state.tokens.decide(found, person.id):
        return _whoa(absent=False)
    answer = _page("pin.html", pin=found.verifier, person=person) if found.callback == "oob" else _back_to_app(found)
    answer.set_cookie(_COOKIE, state.tokens.browser_of(person.id), httponly=True, samesite="Lax")
    return answer


def _signed_in(state: State) -> Person | None:
    """Say who is signed in to this X in the browser, unless the app wants to be asked again."""
    if request.args.get("force_login", "").lower() == "true":
        return None
    return state.world.person(state.tokens.browsers.get(request.cookies.get(_COOKIE, ""), 0))


def _has_approved(state: State, person: Person, asked: RequestToken) -> bool:
    """Whether this person has given the app as much as it asks for now."""
    return any(
        token.user_id == person.id and asked.access in ("read", token.access) for token in state.tokens.standing()
    )


def _back_to_app(found: RequestToken) -> Response:
    answer = redirect(_with_query(found.callback, oauth_token=found.token, oauth_verifier=found.verifier), 302)
    answer.headers.extend(_HEADERS)
    return answer  # type: ignore[return-value]  # Flask's redirect makes a Flask response here


def _with_query(url: str, **more: str) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(more)) if part)
    return urlunsplit(parts._replace(query=query))


def _home(state: State) -> Response:
    world = state.world
    posted = world.posted()[:_SHOWN]
    seeded = [tweet for tweet in world.recent() if tweet not in posted and not tweet.retweeted][:8]
    shown = [_card(state, tweet) for tweet in posted]
    return _page("home.html", posted=shown, before=[_card(state, tweet) for tweet in seeded], people=world.cast)


def _one(state: State, name: str, tweet_id: int) -> Response:
    del name  # as on X, the id alone decides
    tweet = state.world.tweet(tweet_id)
    if tweet is None:
        return _page("whoa.html", 404, absent=False, gone=True)
    return _page("tweet.html", entry=_card(state, tweet))


def _person(state: State, name: str) -> Response:
    """Show a person, as far as everybody may see, and what they wrote last."""
    person = state.world.named(name)
    if person is None or person.suspended:
        return _page("whoa.html", 404, absent=False, gone=True)
    tweets: list[Tweet] = []
    if not person.protected:
        written = (state.world.tweet(number) for number in state.world.ids(person.id, limit=_SHOWN))
        tweets = [tweet for tweet in written if tweet and not tweet.retweeted]
    return _page("person.html", person=person, tweets=[_card(state, tweet) for tweet in tweets])


def _tagged(state: State, tag: str) -> Response:
    return _with_word(state, f"#{tag}")


def _sought(state: State) -> Response:
    return _with_word(state, request.args.get("q", ""))


def _with_word(state: State, word: str) -> Response:
    """Show the tweets of the last seven days with a hashtag, a cashtag or another word in them."""
    end = re.compile(re.escape(word) + r"(?!\w)", re.IGNORECASE)
    found = (tweet for tweet in state.world.recent() if not tweet.retweeted and end.search(tweet.text))
    return _page("found.html", word=word, tweets=[_card(state, tweet) for tweet in islice(found, _SHOWN)])


def _card(state: State, tweet: Tweet) -> dict[str, object]:
    person = state.world.person(tweet.author)
    text = tweet.note or tweet.text
    for link in tweet.links:
        text = text.replace(link.short, "" if link.media_key else link.display)
    return {
        "tweet": tweet,
        "person": person,
        "text": text.strip(),
        "when": _ago(state.clock.world_now() - tweet.ms),
        "metrics": state.world.metrics(tweet),
    }


def _ago(ms: int) -> str:
    minutes = max(0, ms) // 60_000
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 24 else f"{hours // 24} d ago"


def _picture(state: State, key: str) -> Response:
    """Show what was uploaded; for all else, and for videos, a sky is drawn."""
    upload = state.uploads.by_key(key)
    content = upload.content if upload else b""
    for start, kind in _PICTURES:
        if content.startswith(start):
            return Response(content, 200, _HEADERS, content_type=f"image/{kind}")
    return Response(poster(key), 200, _HEADERS, content_type="image/png")


def _video(state: State, key: str) -> Response:
    """Send a video that was uploaded; of those that the world invented there are only pictures."""
    upload = state.uploads.by_key(key)
    if upload is None:
        return _page("whoa.html", 404, absent=False, gone=True)
    return Response(upload.content, 200, _HEADERS, content_type="video/mp4")


def _face(state: State, name: str) -> Response:
    del state  # a face depends on the name alone
    return Response(portrait(name), 200, _HEADERS, content_type="image/png")


PAGES: tuple[tuple[str, str, Callable[..., Response], str], ...] = (
    ("/", "home", _home, "GET"),
    *((path, path, _ask, "GET") for path in _DECIDED_AT),
    *((path, f"{path} decide", _decide, "POST") for path in _DECIDED_AT),
    ("/sandbox.json", "about", _about, "GET"),
    ("/media/<key>.png", "picture", _picture, "GET"),
    ("/media/<key>.mp4", "video", _video, "GET"),
    ("/profile_images/<name>.png", "profile image", _face, "GET"),
    ("/<name>/status/<int:tweet_id>", "tweet", _one, "GET"),
    ("/hashtag/<tag>", "hashtag", _tagged, "GET"),
    ("/search", "words", _sought, "GET"),
    ("/<name>", "person", _person, "GET"),
)
"""Rule, name, view and method of each page; a view takes the state of a sandbox, and what the rule names."""
