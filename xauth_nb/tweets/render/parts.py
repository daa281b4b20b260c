"""The pieces that cards are made of: disc, name line, media, poll, counts. Inline styles only, so that they survive.

Where ``<style>`` is stripped (untrusted notebooks, code hosts) inline styles stay. Colours are JupyterLab's variables;
where there are none, text keeps the page's own colour and greys are translucent, which reads on white and on black.
A plain value stands before each variable, for sanitizers that drop what they do not know.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from xauth_nb.tweets.render import words
from xauth_nb.tweets.render.safe import clean, escape, link, safe_url

if TYPE_CHECKING:
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.records import Media, Poll

__all__ = ["CARD", "HAIRLINE", "MUTED", "avatar", "badge", "counts", "media_boxes", "name_line", "poll_bars"]

_FONT = (
    "font-family:system-ui,-apple-system,sans-serif;"
    "font-family:var(--jp-ui-font-family, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif)"
)
HAIRLINE = "rgba(128,128,128,0.28)"
CARD = (
    f"box-sizing:border-box;max-width:600px;margin:8px 0;border:1px solid {HAIRLINE};border-radius:14px;"
    f"background-color:var(--jp-layout-color1, transparent);{_FONT};"
    "font-size:15px;line-height:1.45;text-align:left;overflow:hidden"
)
MUTED = "opacity:0.68"
# White text on each of these passes 4.5 : 1.
_DISCS = ("#b3424a", "#a8551f", "#84681a", "#4f7a28", "#26805a", "#1f7a86", "#2b6cb0", "#4f5fc4", "#7a53bd", "#a0479c")
_MARKS = {"business": ("#b8860b", "verified organisation"), "government": ("#6b7c8c", "verified government")}


def avatar(user: UserData | None, *, size: int, media: bool = False) -> str:
    """Return a disc with the initial, in a colour of the account's own; the picture over it if media are asked for."""
    name = clean(user.name or user.username) if user else ""
    initial = next((char for char in name if char.isalnum()), "?").upper()[:1]
    color = _DISCS[zlib.crc32((user.id if user else "").encode("utf-8", "replace")) % len(_DISCS)]
    shape = f"width:{size}px;height:{size}px;border-radius:50%"
    picture = safe_url(user.profile_image_url) if user and media else None
    inner = _image(picture, "", f"{shape};display:block;object-fit:cover;margin:0") if picture else escape(initial)
    return (
        f'<div aria-hidden="true" style="{shape};flex:none;background-color:{color};color:#ffffff;text-align:center;'
        f'font-weight:600;font-size:{size * 45 // 100}px;line-height:{size}px;overflow:hidden">{inner}</div>'
    )


def badge(user: UserData) -> str:
    """Return the mark of a verified account, as text."""
    if not user.is_verified:
        return ""
    color, label = _MARKS.get(user.verified_type or "", ("#1d84d6", "verified account"))
    return (
        f' <span role="img" aria-label="{label}" title="{label}" style="display:inline-block;width:15px;height:15px;'
        f"border-radius:50%;background-color:{color};color:#ffffff;font-size:10px;font-weight:700;line-height:15px;"
        'text-align:center;vertical-align:1px">✓</span>'
    )


def name_line(tweet: JoinedTweet) -> str:
    """Return name, mark, handle and date, each a link."""
    user = tweet.author
    if user is not None:
        handle = f'<bdi style="{MUTED}">@{escape(user.username)}</bdi>'
        name = f'<bdi style="font-weight:700">{escape(user.name or user.username)}</bdi>'
        who = f"{link(user.profile_url, name)}{badge(user)} {link(user.profile_url, handle)}"
    else:
        known = tweet.username or (f"user {tweet.author_id}" if tweet.author_id else "unknown author")
        who = f'<bdi style="font-weight:700">{escape(known)}</bdi>'
    if tweet.created_at is None:
        return who
    date = f'<span style="{MUTED};white-space:nowrap">· {escape(words.moment(tweet.created_at))}</span>'
    return f"{who} {link(tweet.url if tweet.id else None, date)}"


def counts(tweet: JoinedTweet) -> str:
    """Return the public counts in words, so that no icon font and no picture is needed."""
    items = "".join(
        f'<span title="{number:,} {noun}" style="white-space:nowrap"><b style="font-weight:600">'
        f'{words.compact(number)}</b> <span style="{MUTED}">{noun}</span></span> '
        for number, noun in words.metrics(tweet)
    )
    if not items:
        return ""
    return f'<div style="display:flex;flex-wrap:wrap;gap:2px 14px;margin-top:10px;font-size:13px">{items}</div>'


def media_boxes(items: tuple[Media, ...], *, media: bool) -> str:
    """Return a labelled box for each medium with its description; the picture itself only if it is asked for."""
    if not items:
        return ""
    boxes = "".join(_media_box(item, media=media) for item in items)
    return f'<div style="display:flex;flex-wrap:wrap;gap:6px;margin-top:10px">{boxes}</div>'


def _media_box(item: Media, *, media: bool) -> str:
    label = escape(words.media_label(item))
    alt = escape(item.alt_text) if item.alt_text else ""
    picture = safe_url(item.url if item.type == "photo" else item.preview_image_url) if media else None
    shown = ""
    if picture:
        shown = _image(picture, alt or label, "display:block;width:100%;max-height:420px;object-fit:cover;margin:0")
    words_of_it = f'<span dir="auto">{alt}</span>' if alt else f'<span style="{MUTED}">no description</span>'
    return (
        f'<div style="flex:1 1 200px;min-width:0;border:1px solid {HAIRLINE};border-radius:12px;overflow:hidden;'
        f'background-color:rgba(128,128,128,0.08)">{shown}'
        f'<div style="padding:9px 12px;font-size:13px;overflow-wrap:break-word">'
        f'<b style="font-weight:600">{label}</b><br>{words_of_it}</div></div>'
    )


def _image(address: str, alt: str, style: str) -> str:
    return f'<img src="{escape(address)}" alt="{alt}" loading="lazy" referrerpolicy="no-referrer" style="{style}">'


def poll_bars(poll: Poll | None) -> str:
    """Return a bar for each answer of a poll, the leading one in colour."""
    if poll is None or not poll.options:
        return ""
    shares = words.shares(poll)
    best = max(share for _, share in shares)
    rows = "".join(_poll_row(label, share, leads=0 < share == best) for label, share in shares)
    summary = f'<div style="{MUTED};font-size:13px;margin-top:6px">{escape(words.poll_summary(poll))}</div>'
    return f'<div style="margin-top:10px">{rows}{summary}</div>'


def _poll_row(label: str, share: float, *, leads: bool) -> str:
    color = "rgba(46,134,216,0.38)" if leads else "rgba(128,128,128,0.22)"
    weight = "600" if leads else "400"
    return (
        '<div style="position:relative;margin-top:4px;border-radius:6px;overflow:hidden">'
        f'<div style="position:absolute;top:0;left:0;bottom:0;width:{share * 100:.1f}%;min-width:4px;'
        f'border-radius:6px;background-color:{color}"></div>'
        f'<div style="position:relative;display:flex;gap:12px;padding:5px 12px;font-size:14px;font-weight:{weight}">'
        f'<span dir="auto" style="flex:1 1 auto;min-width:0;overflow-wrap:break-word">{escape(label)}</span> '
        f'<span style="flex:none">{share * 100:.0f}%</span></div></div>'
    )
