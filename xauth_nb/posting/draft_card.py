"""A draft as the card that it will be, with what is known of it below. Static: no scripts, and nothing is loaded."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xauth_nb.media import MediaSource
from xauth_nb.style import palette
from xauth_nb.style.frame import frame, pill
from xauth_nb.tweets import Tweet
from xauth_nb.tweets.joined import Joined
from xauth_nb.tweets.records import Reference
from xauth_nb.tweets.render import cards, plain
from xauth_nb.tweets.render.safe import escape
from xauth_nb.tweets.render.words import dollars

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xauth_nb.media import UploadedMedia
    from xauth_nb.tweets import User

__all__ = ["Preview", "render", "render_text"]

_THUMBNAIL = 100_000
"""Bytes up to which a picture is put into the notebook itself."""
_INDENT = "margin-left:52px"
_MARK = (
    f'<div style="{_INDENT};margin-bottom:6px;{palette.FINE}">{pill("Draft", palette.CALM)} '
    f'<span style="{palette.MUTED}">not posted yet</span></div>'
)
# Each of these stands out from white and from black by 3 : 1, which a bar needs; words keep the colour of the page.
_BLUE, _RED, _AMBER = "#2e86d8", "#d6454f", "#b8741a"
_KINDS = {"photo": "Photo", "gif": "GIF", "video": "Video"}
_AUDIENCE = {
    "following": "Only accounts you follow may reply",
    "mentionedUsers": "Only accounts you mention may reply",
    "subscribers": "Only your subscribers may reply",
    "verified": "Only verified accounts may reply",
}


@dataclass(frozen=True)
class Preview:
    """What is shown of a draft: see :class:`Draft` for each.

    Parameters
    ----------
    text, account : str
    author : User
    content : Mapping of str to object
        What else ``compose`` was given.
    media : sequence of MediaSource or UploadedMedia
    weighted_length, limit : int
    price : float
        US dollars.
    errors, warnings : sequence of str
    """

    text: str
    author: User
    account: str
    content: Mapping[str, Any]
    media: Sequence[MediaSource | UploadedMedia]
    weighted_length: int
    limit: int
    price: float
    errors: Sequence[str]
    warnings: Sequence[str]


def render(draft: Preview) -> str:
    """Return the card of a draft.

    Parameters
    ----------
    draft : Preview

    Returns
    -------
    str
        HTML as the cards of tweets have it: inline styles, readable on light and on dark.
    """
    body = cards.tweet_body(_tweet(draft), media=False, limit=2000, lines=40)
    below = "".join(_media(one) for one in draft.media)
    if below:
        below = f'<div style="{_INDENT};display:flex;flex-wrap:wrap;gap:6px;margin-top:10px">{below}</div>'
    inner = f'<div style="padding:12px 16px">{_MARK}{body}{below}{_poll(draft)}</div>{_foot(draft)}'
    return frame(inner, dashed=True)


def render_text(draft: Preview) -> str:
    """Return the same in plain text."""
    rows = [f"Draft, not posted{f' (as {draft.account})' if draft.account else ''}", plain.tweet_text(_tweet(draft))]
    rows += [f"[{_label(one)}: {plain.one_line(one.alt_text or 'no alt text', 200)}]" for one in draft.media]
    if answers := _answers(draft):
        rows += [*(f"( ) {plain.one_line(answer, 60)}" for answer in answers), _poll_words(draft)]
    rows += [" · ".join(_facts(draft)), *(f"! {problem}" for problem in (*draft.errors, *draft.warnings))]
    return "\n".join(rows)


def _tweet(draft: Preview) -> Tweet:
    """Make the tweet that it will be; X escapes these three characters, and the cards expect it."""
    author = draft.author
    text = draft.text if isinstance(draft.text, str) else ""
    to, quote = draft.content.get("reply_to"), draft.content.get("quote")
    known = [one for one in (to, quote) if isinstance(one, Tweet)]
    references = [Reference(type="replied_to", id=to.id if isinstance(to, Tweet) else str(to))] if to else []
    if isinstance(quote, Tweet):
        references.append(Reference(type="quoted", id=quote.id))
    return Tweet(
        text=text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        author_id=author.id or "me",
        referenced_tweets=tuple(references),
        _joined=Joined(
            users=[author, *(one.author for one in known if one.author)],
            tweets=known,
        ),
    )


def _label(one: MediaSource | UploadedMedia) -> str:
    if isinstance(one, MediaSource):
        name = plain.one_line(one.name.removeprefix("The "), 60)
    else:
        name = f"uploaded, id {one.id}"
    size = f" · {one.size / 1024:,.0f} KB" if one.size < 1 << 20 else f" · {one.size / (1 << 20):,.1f} MB"
    return f"{_KINDS[one.kind]} · {name}{size if one.size else ''}"


def _media(one: MediaSource | UploadedMedia) -> str:
    alt = escape(one.alt_text or "")
    picture = ""
    if isinstance(one, MediaSource) and one.kind != "video" and one.size <= _THUMBNAIL:
        data = base64.b64encode(b"".join(one.parts())).decode()
        picture = (
            f'<img src="data:{one.media_type};base64,{data}" alt="{alt}" '
            'style="display:block;width:100%;max-height:320px;object-fit:cover;margin:0">'
        )
    words = f'<span dir="auto">{alt}</span>' if alt else ""
    if not alt and one.kind != "video":
        words = f'<span style="{palette.MUTED}">no alt text</span>'
    return (
        f'<div style="flex:1 1 200px;min-width:0;border:1px solid {palette.HAIRLINE};border-radius:8px;overflow:hidden;'
        f'{palette.TINT}">{picture}<div style="padding:8px 12px;{palette.SMALL};'
        f'overflow-wrap:break-word"><b style="font-weight:600">{escape(_label(one))}</b><br>{words}</div></div>'
    )


def _answers(draft: Preview) -> list[str]:
    given = draft.content.get("poll")
    return [str(answer) for answer in given] if isinstance(given, (list, tuple)) else []


def _poll(draft: Preview) -> str:
    if not _answers(draft):
        return ""
    rows = "".join(
        f'<div dir="auto" style="margin-top:4px;padding:4px 12px;border:1px solid {palette.HAIRLINE};border-radius:6px;'
        f'overflow-wrap:break-word">{escape(answer)}</div>'
        for answer in _answers(draft)
    )
    words = f'<div style="{palette.MUTED};{palette.SMALL};margin-top:6px">{_poll_words(draft)}</div>'
    return f'<div style="{_INDENT};margin-top:10px">{rows}{words}</div>'


def _poll_words(draft: Preview) -> str:
    minutes = draft.content.get("poll_minutes", 1440)
    if not isinstance(minutes, int):
        return ""
    for unit, size in (("day", 1440), ("hour", 60)):
        if minutes % size == 0:
            minutes, name = minutes // size, unit
            break
    else:
        name = "minute"
    return f"Open for {minutes:,} {name}{'' if minutes == 1 else 's'}"


def _facts(draft: Preview) -> list[str]:
    facts = [f"{draft.weighted_length:,} / {draft.limit:,}"]
    facts.append(f"about {dollars(draft.price)}")
    if draft.account:
        facts.append(f"as {draft.account}")
    if audience := _AUDIENCE.get(str(draft.content.get("reply_settings"))):
        facts.append(audience)
    return facts


def _foot(draft: Preview) -> str:
    """Return the length as a bar, the facts in a line, and a line for each problem."""
    share = min(1.0, draft.weighted_length / draft.limit)
    color = _RED if draft.weighted_length > draft.limit else _AMBER if share > 0.93 else _BLUE
    meter = (
        f'<div role="img" aria-label="{draft.weighted_length:,} of {draft.limit:,} characters" '
        f'style="height:3px;{palette.RULE}">'
        f'<div style="height:3px;width:{share * 100:.1f}%;background-color:{color};color:inherit"></div></div>'
    )
    count, *rest = _facts(draft)
    facts = (
        f'<b style="font-weight:600">{count}</b>'
        f'<span style="{palette.MUTED}">{"".join(f" · {escape(fact)}" for fact in rest)}</span>'
    )
    problems = "".join(
        f'<div style="display:flex;align-items:flex-start;gap:8px;margin-top:6px">{pill(kind, color)}'
        f'<span style="min-width:0;overflow-wrap:anywhere">{escape(one)}</span></div>'
        for kind, color, ones in (("✗ mend", palette.BAD, draft.errors), ("! look", palette.WARN, draft.warnings))
        for one in ones
    )
    return f'{meter}<div style="padding:8px 16px 12px;{palette.SMALL}">{facts}{problems}</div>'
