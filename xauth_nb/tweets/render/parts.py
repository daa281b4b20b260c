"""The pieces that cards are made of: disc, name line, media, poll, counts; coloured and sized by the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.style.frame import disc
from xauth_nb.style.palette import ACCENT, CALM, GOLD, HAIRLINE, MUTED, SMALL, TINT, filled
from xauth_nb.tweets.render import words
from xauth_nb.tweets.render.safe import escape, link, safe_url

if TYPE_CHECKING:
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.records import Media, Poll

__all__ = ["avatar", "badge", "counts", "media_boxes", "name_line", "poll_bars"]

_MARKS = {"business": (GOLD, "verified organisation"), "government": (CALM, "verified government")}


def avatar(user: UserData | None, *, size: int, media: bool = False) -> str:
    """Return the disc of an account; with its picture, which X's servers send, if media are asked for."""
    if user is None:
        return disc("", "", size=size)
    address = safe_url(user.profile_image_url) if media else None
    shape = f"display:block;width:{size}px;height:{size}px;border-radius:50%;object-fit:cover;margin:0"
    picture = _image(address, "", shape) if address else ""
    return disc(user.name or user.username, user.username or user.id, size=size, picture=picture)


def badge(user: UserData) -> str:
    """Return the mark of a verified account, as text."""
    if not user.is_verified:
        return ""
    color, label = _MARKS.get(user.verified_type or "", (ACCENT, "verified account"))
    return (
        f' <span role="img" aria-label="{label}" title="{label}" style="display:inline-block;width:15px;height:15px;'
        f"border-radius:50%;{filled(color)};font-size:10px;font-weight:700;line-height:15px;"
        'text-align:center;vertical-align:1px">✓</span>'
    )


def name_line(tweet: JoinedTweet) -> str:
    """Return name, mark, handle, date and whether it was edited, each a link."""
    user = tweet.author
    if user is not None:
        handle = f'<bdi style="{MUTED}">@{escape(user.username)}</bdi>'
        name = f'<bdi style="font-weight:700">{escape(user.name or user.username)}</bdi>'
        who = f"{link(user.profile_url, name)}{badge(user)} {link(user.profile_url, handle)}"
    else:
        known = tweet.username or (f"user {tweet.author_id}" if tweet.author_id else "unknown author")
        who = f'<bdi style="font-weight:700">{escape(known)}</bdi>'
    said = " ".join(
        f'<span style="{MUTED};white-space:nowrap">· {escape(each)}</span>'
        for each in (words.moment(tweet.created_at), words.edited(tweet))
        if each
    )
    return f"{who} {link(tweet.url if tweet.id else None, said)}" if said else who


def counts(tweet: JoinedTweet) -> str:
    """Return the public counts in words, so that no icon font and no picture is needed."""
    items = "".join(
        f'<span title="{number:,} {noun}" style="white-space:nowrap"><b style="font-weight:600">'
        f'{words.compact(number)}</b> <span style="{MUTED}">{noun}</span></span> '
        for number, noun in words.metrics(tweet)
    )
    if not items:
        return ""
    return f'<div style="display:flex;flex-wrap:wrap;gap:2px 14px;margin-top:10px;{SMALL}">{items}</div>'


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
        f'<div style="flex:1 1 200px;min-width:0;border:1px solid {HAIRLINE};border-radius:8px;overflow:hidden;'
        f'{TINT}">{shown}'
        f'<div style="padding:8px 12px;{SMALL};overflow-wrap:break-word">'
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
    summary = f'<div style="{MUTED};{SMALL};margin-top:6px">{escape(words.poll_summary(poll))}</div>'
    return f'<div style="margin-top:10px">{rows}{summary}</div>'


def _poll_row(label: str, share: float, *, leads: bool) -> str:
    ground = f"background-color:rgba({'27,106,194' if leads else '128,128,128'},0.25);color:inherit"
    weight = "600" if leads else "400"
    return (
        '<div style="position:relative;margin-top:4px;border-radius:6px;overflow:hidden">'
        f'<div style="position:absolute;top:0;left:0;bottom:0;width:{share * 100:.1f}%;min-width:4px;'
        f'border-radius:6px;{ground}"></div>'
        f'<div style="position:relative;display:flex;gap:12px;padding:4px 12px;font-weight:{weight}">'
        f'<span dir="auto" style="flex:1 1 auto;min-width:0;overflow-wrap:break-word">{escape(label)}</span> '
        f'<span style="flex:none">{share * 100:.0f}%</span></div></div>'
    )
