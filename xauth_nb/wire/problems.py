"""Read what an error answer says, whatever it is written in; never trusts the content type, never raises.

X answers errors as JSON in three shapes, as XML, as plain text, and, at the edge, as HTML. Bodies of the token legs
are read here too, so a :class:`Problem` is for deciding, and only its known words are for showing.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response

__all__ = ["Problem", "is_page", "read_problem"]

_XML_ERROR = re.compile(r"<error(?:\s+code=\"(?P<code>\d+)\")?\s*>(?P<text>[^<]*)</error>")
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:(?:<!--.*?-->|<\?xml\b[^>]*>)\s*)*<(?:!doctype\s+html|html|head|title|body|meta|script|noscript|style|link|base|"
    r"center|div|span|p|b|i|a|font|h[1-6]|img|iframe|frameset|form|table|br|hr|pre|ul|ol|strong|em|main|section)\b",
    re.DOTALL | re.IGNORECASE,
)
_TITLE = re.compile(r"<title\b[^>]*>([^<]{0,500})", re.IGNORECASE)
_NAMES = re.compile(r"/[0-9]+(?:[/.]|$)|/by/username/[^/]")
_NAMES_IN_QUERY = re.compile(r"(?:^|&)(?:ids?|usernames|media_keys|media_id|user_id|screen_name|q|query)=")
_HEADERS = ("x-transaction-id", "x-rate-limit-limit", "x-access-level", "api-version", "x-response-time")
_MEMBERS = {"errors", "title", "detail", "error"}
_EXCERPT = 200
_AT_MOST = 3  # of the errors of one answer
_BARE = {one.phrase.lower() for one in HTTPStatus} | {"authorization error", "invalid request"}
_HEAD = 20_000  # characters in which a page shows what it is


@dataclass(frozen=True)
class Problem:
    """An error answer, reduced to what decides.

    Attributes
    ----------
    status : int
        The HTTP status.
    code : int or None
        X's v1.1 number, such as 32 or 453.
    kind : str
        The last segment of the problem's ``type``: X writes the prefix with two host names, so only this part counts.
    title, detail : str
        Of the problem object; ``detail`` is what its single errors say, where there are any: that is the nearer reason.
    fields : Mapping
        The whole JSON object, where there was one.
    is_of_x : bool
        Whether it is written as X writes, as JSON with its members or as its XML, or has headers that X alone sends.
        Anything else may be somebody's on the way.
    is_page : bool
        Whether it is a web page, which X's API never answers with; its title is then ``title``.
    method, path : str
        What was asked for, where it is known.
    names_something : bool
        Whether that names a tweet, an account or the like, which may not be there.
    challenge : str
        The scheme of the answer's ``WWW-Authenticate``, in small letters.
    access : str
        The answer's ``x-access-level``: a hint, and no more.
    others_answer : bool
        Whether another call of API v2 has had an answer in this session: the app is enrolled, then.
    """

    status: int
    code: int | None = None
    kind: str = ""
    title: str = ""
    detail: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_of_x: bool = False
    is_page: bool = False
    method: str = ""
    path: str = ""
    names_something: bool = True
    challenge: str = ""
    access: str = ""
    others_answer: bool = False

    @property
    def has_reason(self) -> bool:
        """Whether it says more than the name of its status."""
        return self.detail.strip().rstrip(".").lower() not in {"", self.title.strip().lower(), *_BARE}


def read_problem(response: Response) -> Problem:
    """Read the body of an answer that is, or contains, an error.

    Parameters
    ----------
    response : requests.Response

    Returns
    -------
    Problem
        With empty parts where the body says nothing.
    """
    sent = getattr(response, "request", None)
    read = _read(response.status_code, response.content.decode("utf-8", "replace").strip())
    url = urlsplit((sent and sent.url) or "")
    return replace(
        read,
        is_of_x=not read.is_page and (read.is_of_x or any(name in response.headers for name in _HEADERS)),
        method=(sent and sent.method) or "",
        path=url.path,
        names_something=not url.path or bool(_NAMES.search(url.path[2:]) or _NAMES_IN_QUERY.search(url.query)),
        challenge=response.headers.get("www-authenticate", "").partition(" ")[0].lower(),
        access=response.headers.get("x-access-level", ""),
        others_answer=getattr(response, "_others_answer", False),
    )


def _read(status: int, text: str) -> Problem:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return _from_text(status, text)
    return _from_json(status, body) if isinstance(body, dict) else Problem(status)


def _from_json(status: int, body: dict[str, Any]) -> Problem:
    listed = body.get("errors")
    errors = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    first = errors[0] if errors else {}
    # A v2 problem names itself at the top; v1.1 wraps its errors; a 200 carries whole problems in the list.
    problem = body if "title" in body or "detail" in body else first
    code = first.get("code", body.get("code"))
    said = dict.fromkeys(str(one.get("message") or one.get("detail") or "") for one in errors[:_AT_MOST])
    return Problem(
        status=status,
        code=code if isinstance(code, int) else None,
        kind=str(problem.get("type") or "").rstrip("/").rpartition("/")[2],
        title=str(problem.get("title") or ""),
        detail=" ".join(filter(None, said)) or str(problem.get("detail") or body.get("error") or _message(body)),
        fields=problem,
        is_of_x=bool(_MEMBERS & body.keys()),
    )


def _message(body: dict[str, Any]) -> str:
    """Give what gateways of others write, which X does not."""
    return next((said for name in ("message", "reason") if isinstance(said := body.get(name), str)), "")


def is_page(response: Response) -> bool:
    """Say whether an answer is a web page.

    Parameters
    ----------
    response : requests.Response
    """
    start = response.content[:_HEAD]
    return b"<" in start[:200] and bool(_PAGE.match(start.decode("utf-8", "replace").lstrip("\ufeff")))


def _from_text(status: int, text: str) -> Problem:
    if _PAGE.match(text[:_HEAD].lstrip("\ufeff")):
        title = _TITLE.search(text[:_HEAD])
        words = " ".join(html.unescape(title[1]).split()) if title else ""
        return Problem(status, title=words[:_EXCERPT], detail=_plain(text), is_page=True)
    found = _XML_ERROR.search(text)
    if found:
        code = found["code"]
        return Problem(
            status, code=int(code) if code else None, detail=html.unescape(found["text"]).strip(), is_of_x=True
        )
    return Problem(status, detail=_plain(text))


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text[:_HEAD])).split())[:_EXCERPT]
