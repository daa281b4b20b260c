"""Act as a person with a browser, and as an app: over HTTP, through the pages and calls that everybody uses."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from xauth_nb.credentials import TokenCredentials
from xauth_nb.endpoints import ENDPOINT_VARIABLE
from xauth_nb.errors import UsageError

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["approve", "deny", "name_of", "sign_in", "users_of"]

_PATIENCE = 30
_REDIRECT = 302
_REMEDY = f"Remove the variable {ENDPOINT_VARIABLE}, or run sandbox.stop(); then sandbox.use() starts a new one."


@dataclass(frozen=True)
class _Page:
    status: int
    location: str
    text: str


class _Reader(HTMLParser):
    """Read what a person would look at: the form, the PIN, the way back."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.form: dict[str, str] = {}
        self.people: list[str] = []
        self.pin = ""
        self.back: str | None = None
        self._in_pin = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_pin = given.get("class") == "pin"
        if tag == "input" and given.get("type") == "hidden":
            self.form[given.get("name", "")] = given.get("value", "")
        elif tag == "input" and given.get("type") == "radio":
            self.people.append(given.get("value", ""))
        elif tag == "a" and given.get("id") == "return":
            self.back = given.get("href")

    def handle_data(self, data: str) -> None:
        if self._in_pin:
            self.pin, self._in_pin = data.strip(), False


def approve(authorize_url: str, as_user: str) -> str:
    """Open the page, choose a person, press "Authorize app", as :meth:`Sandbox.approve` tells."""
    reader = _opened(authorize_url)
    name = as_user.removeprefix("@")
    if name not in reader.people:
        raise UsageError(
            f"Nobody called {as_user} can sign in to this sandbox.", remedy=f"Choose one of {', '.join(reader.people)}."
        )
    page = _visit("POST", authorize_url, {**reader.form, "user": name, "decision": "approve"})
    if page.status == _REDIRECT:
        return page.location
    pin = _Reader(page.text).pin
    if not pin:
        raise _used_up()
    return pin


def deny(authorize_url: str) -> str | None:
    """Open the page and press "Cancel", as :meth:`Sandbox.deny` tells."""
    reader = _opened(authorize_url)
    page = _visit("POST", authorize_url, {**reader.form, "decision": "cancel"})
    return _Reader(page.text).back


def sign_in(endpoints: Endpoints, client: ClientCredentials, user: str, access: str) -> TokenCredentials:
    """Walk the three legs as a client that signs with oauthlib.

    Parameters
    ----------
    endpoints : Endpoints
    client : ClientCredentials
    user : str
        A screen name.
    access : {"write", "read"}
        ``read`` asks for a token that cannot post.

    Raises
    ------
    UsageError
        If the sandbox refuses.
    """
    if access not in ("write", "read"):
        raise UsageError(f"access={access!r} is not known.", remedy="Say access='write' or access='read'.")
    form = {"x_auth_access_type": "read"} if access == "read" else {}
    first = _signed(endpoints.request_token_url, client, form, callback_uri="oob")
    pin = approve(endpoints.authorize_url(first["oauth_token"]), user)
    last = _signed(
        endpoints.access_token_url,
        client,
        {},
        resource_owner_key=first["oauth_token"],
        resource_owner_secret=first["oauth_token_secret"],
        verifier=pin,
    )
    return TokenCredentials(
        last["oauth_token"], last["oauth_token_secret"], user_id=last["user_id"], screen_name=last["screen_name"]
    )


def name_of(endpoints: Endpoints, client: ClientCredentials, token: TokenCredentials) -> str | None:
    """Ask a sandbox whose token this is; ``None`` if it is nobody's here.

    Parameters
    ----------
    endpoints : Endpoints
    client : ClientCredentials
    token : TokenCredentials
    """
    from oauthlib.oauth1 import Client

    signer = Client(
        client.key, client_secret=client.secret, resource_owner_key=token.token, resource_owner_secret=token.secret
    )
    url = endpoints.url("/1.1/account/verify_credentials.json")
    _, headers, _ = signer.sign(url)
    try:
        return str(json.loads(_visit("GET", url, headers=dict(headers)).text)["screen_name"])
    except (ValueError, KeyError, TypeError):
        return None


def users_of(base_url: str) -> list[str]:
    """Ask a sandbox who may sign in.

    Parameters
    ----------
    base_url : str

    Raises
    ------
    UsageError
        If there is no sandbox.
    """
    try:
        found = json.loads(_visit("GET", f"{base_url}/sandbox.json").text)
        return [str(name) for name in found["users"]]
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"The server at {base_url} is not a sandbox.", remedy=_REMEDY) from None


def _opened(authorize_url: str) -> _Reader:
    reader = _Reader(_visit("GET", authorize_url).text)
    if not reader.form:
        raise _used_up()
    return reader


def _used_up() -> UsageError:
    return UsageError(
        "The sandbox's page says that this link is used, too old, or not its own.",
        remedy="Start the sign-in again and use the new link.",
    )


def _signed(url: str, client: ClientCredentials, form: dict[str, str], **more: str) -> dict[str, str]:
    from oauthlib.oauth1 import Client

    signer = Client(client.key, client_secret=client.secret, **more)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
    _, signed, _ = signer.sign(url, "POST", urlencode(form) if form else None, headers)
    page = _visit("POST", url, form, dict(signed))
    answer = dict(parse_qsl(page.text))
    if page.status != 200 or "oauth_token" not in answer:
        raise UsageError(
            f"The sandbox refused to sign in (status {page.status}).",
            remedy="Check that its keys, clock and switches allow it.",
        )
    return answer


def _visit(method: str, url: str, form: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> _Page:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query and method == "GET" else "")
    sent = dict(headers or {})
    if form and "Content-Type" not in sent:
        sent["Content-Type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    try:
        connection.request(method, target, urlencode(form) if form else None, sent)
        answer = connection.getresponse()
        return _Page(answer.status, answer.headers.get("Location", ""), answer.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        raise UsageError(f"No sandbox answers at {parts.scheme}://{parts.netloc}.", remedy=_REMEDY) from error
    finally:
        connection.close()
