"""The small pages that a browser is shown after X's redirect. Nothing from the request ever stands in them."""

from __future__ import annotations

from http import HTTPStatus
from typing import NamedTuple

__all__ = ["DENIED", "NOT_FETCHED", "OVER", "RECEIVED", "SECURITY_POLICY", "UNKNOWN", "Page"]

SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The Content-Security-Policy under which the pages work."""


class Page(NamedTuple):
    """A status, a title and a sentence or two."""

    status: HTTPStatus
    title: str
    text: str

    @property
    def html(self) -> str:
        """The whole document."""
        return _HTML.replace("{title}", self.title).replace("{text}", self.text)


_HTML = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
  :root { color-scheme: light dark; --page: #f2f3f5; --card: #fff; --ink: #16181c; --soft: #545b64; --line: #d5d9de }
  @media (prefers-color-scheme: dark) {
    :root { --page: #101214; --card: #1b1e22; --ink: #eceef0; --soft: #a6adb5; --line: #363b41 }
  }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--page); color: var(--ink);
         font: 16px/1.5 system-ui, sans-serif }
  main { box-sizing: border-box; width: min(30rem, 100vw - 2rem); padding: 2rem; background: var(--card);
         border: 1px solid var(--line); border-radius: 12px }
  h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.25 }
  p { margin: 0; color: var(--soft) }
</style>
<main><h1>{title}</h1><p>{text}</p></main>
</html>
"""
RECEIVED = Page(
    HTTPStatus.OK, "Back to your notebook", "Your answer has arrived there, and it goes on by itself. Close this tab."
)
DENIED = Page(
    HTTPStatus.OK,
    "Sign-in cancelled",
    "You pressed Cancel on X’s page, and nothing was allowed. Close this tab; the notebook offers to start again.",
)
OVER = Page(
    HTTPStatus.OK, "Already done", "This sign-in is over: answered before, perhaps in another tab. Close this one."
)
NOT_FETCHED = Page(
    HTTPStatus.OK,
    "The notebook does not answer",
    "Your answer lies ready for it. If its kernel is only busy, it goes on by itself; if it was restarted or shut "
    "down, run the cell again for a new link. Close this tab.",
)
UNKNOWN = Page(
    HTTPStatus.BAD_REQUEST,
    "Not a sign-in that is waiting",
    "This answer belongs to an older link, or to no sign-in at all, and was not used. Open the link that the notebook "
    "shows now. If it is that very link, copy the address of this page into the card’s box.",
)
