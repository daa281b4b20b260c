"""The HTTP of the callback: read what a browser sends after X's redirect, write what it is shown. Opens no socket."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from xauth_nb.oauth.pages import SECURITY_POLICY, Page

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["NOT_OURS", "as_response", "query_in"]

NOT_OURS = Page(
    HTTPStatus.BAD_REQUEST,
    "Not the sign-in that is waiting",
    "This answer belongs to an older link, or to no sign-in at all, and was not used. Open the link that the notebook "
    "shows now.",
)
_UNKNOWN = Page(HTTPStatus.NOT_FOUND, "Nothing here", "This address only waits for X’s answer to a sign-in.")
_ONLY_GET = Page(HTTPStatus.METHOD_NOT_ALLOWED, "Nothing here", _UNKNOWN.text)
_ELSEWHERE = Page(HTTPStatus.MISDIRECTED_REQUEST, "Nothing here", _UNKNOWN.text)
_UNREADABLE = Page(HTTPStatus.BAD_REQUEST, "Not understood", _UNKNOWN.text)
_LONG_ADDRESS = Page(HTTPStatus.REQUEST_URI_TOO_LONG, "Too long", _UNKNOWN.text)
_LONG_HEADERS = Page(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "Too long", _UNKNOWN.text)


def query_in(head: bytes, path: str, names: Collection[str]) -> str | Page:
    """Find the query of a request to the callback; a page that says why where it is none.

    Parameters
    ----------
    head : bytes
        Request line and headers, or as much of them as is too much.
    path : str
        The callback's own.
    names : collection of str
        What ``Host`` may say.
    """
    if b"\r\n\r\n" not in head:
        return _LONG_HEADERS if b"\r\n" in head else _LONG_ADDRESS
    first, *fields = head.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, _, rest = first.partition(" ")
    target, _, version = rest.partition(" ")
    halves = (field.partition(":") for field in fields)
    hosts = [value.strip().lower() for name, _, value in halves if name.lower() == "host"]
    asked, _, query = target.partition("?")
    if not version.startswith("HTTP/1."):
        return _UNREADABLE
    if len(hosts) != 1 or hosts[0] not in names:
        return _ELSEWHERE
    if asked != path:
        return _UNKNOWN
    return query if method == "GET" else _ONLY_GET


def as_response(page: Page) -> bytes:
    """Write a page as a whole HTTP response."""
    body = page.html.encode()
    head = (
        f"HTTP/1.1 {page.status.value} {page.status.phrase}\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: close\r\n"
        "Cache-Control: no-store\r\n"
        "Referrer-Policy: no-referrer\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        f"Content-Security-Policy: {SECURITY_POLICY}\r\n"
        + ("Allow: GET\r\n" if page.status is HTTPStatus.METHOD_NOT_ALLOWED else "")
    )
    return f"{head}\r\n".encode() + body
