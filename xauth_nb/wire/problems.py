"""Read what an error answer says, whatever it is written in; never trusts the content type, never raises.

X answers errors as JSON in three shapes, as XML, as plain text, and, at the edge, as HTML. Bodies of the token legs
are read here too, so a :class:`Problem` is for deciding, and only its known words are for showing.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response

__all__ = ["Problem", "is_page", "read_problem"]

_XML_ERROR = re.compile(r"<error(?:\s+code=\"(?P<code>\d+)\")?\s*>(?P<text>[^<]*)</error>")
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|title|body|meta)\b", re.DOTALL | re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^>]*>([^<]{0,500})", re.IGNORECASE)
_EXCERPT = 200
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
        Of the problem object, or the first message of any other shape.
    fields : Mapping
        The whole JSON object, where there was one.
    is_page : bool
        Whether it is a web page, which X's API never answers with; its title is then ``title``.
    """

    status: int
    code: int | None = None
    kind: str = ""
    title: str = ""
    detail: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_page: bool = False


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
    text = response.content.decode("utf-8", "replace").strip()
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return _from_text(response.status_code, text)
    return _from_json(response.status_code, body) if isinstance(body, dict) else Problem(response.status_code)


def _from_json(status: int, body: dict[str, Any]) -> Problem:
    listed = body.get("errors")
    first = next((item for item in listed if isinstance(item, dict)), {}) if isinstance(listed, list) else {}
    # A v2 problem names itself at the top; v1.1 wraps its errors; a 200 carries whole problems in the list.
    problem = body if "title" in body or "detail" in body else first
    code = first.get("code", body.get("code"))
    return Problem(
        status=status,
        code=code if isinstance(code, int) else None,
        kind=str(problem.get("type") or "").rstrip("/").rpartition("/")[2],
        title=str(problem.get("title") or ""),
        detail=str(first.get("message") or problem.get("detail") or body.get("error") or ""),
        fields=problem,
    )


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
        return Problem(status, code=int(code) if code else None, detail=html.unescape(found["text"]).strip())
    return Problem(status, detail=_plain(text))


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text[:_HEAD])).split())[:_EXCERPT]
