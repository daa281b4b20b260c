"""A user, and many users, as static cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.style.frame import footer, frame
from xauth_nb.style.palette import HAIRLINE, LINK, MUTED, SMALL, TITLE
from xauth_nb.tweets.render import parts, words
from xauth_nb.tweets.render.safe import clip, escape, link

if TYPE_CHECKING:
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.page import Page

__all__ = ["render_user", "render_users"]

_SHOWN = 10


def render_user(user: UserData, *, media: bool = False) -> str:
    """Return a card of one user.

    Parameters
    ----------
    user : User
    media : bool, optional
        Load the picture from X when the card is looked at.
    """
    return frame(f'<div style="padding:12px 16px">{_body(user, media=media)}</div>')


def render_users(users: Page[UserData]) -> str:
    """Return the first users as a list, and the count of all."""
    rows = "".join(
        f'<div style="padding:12px 16px{f";border-top:1px solid {HAIRLINE}" if at else ""}">'
        f"{_body(user, media=False)}</div>"
        for at, user in enumerate(users[:_SHOWN])
    )
    total = f"{len(users):,} user" + ("" if len(users) == 1 else "s")
    shown = total if len(users) <= _SHOWN else f"{_SHOWN} of {total}"
    return frame(rows + footer(shown, alone=not rows))


def _body(user: UserData, *, media: bool) -> str:
    name = f'<bdi style="font-weight:700;{TITLE}">{escape(user.name or user.username)}</bdi>'
    marks = ["protected"] if user.protected else []
    if user.withheld and user.withheld.country_codes:
        marks.append(f"withheld in {', '.join(user.withheld.country_codes)}")
    handle = f"<bdi>@{escape(user.username)}</bdi>{escape(''.join(f' · {mark}' for mark in marks))}"
    return (
        f'<div style="display:flex;gap:12px">{parts.avatar(user, size=48, media=media)}'
        '<div style="flex:1 1 0%;min-width:0;overflow-wrap:break-word">'
        f"<div>{link(user.profile_url, name)}{parts.badge(user)}</div>"
        f'<div style="{MUTED}">{handle}</div>'
        f"{_description(user)}{_facts(user)}{_numbers(user)}</div></div>"
    )


def _description(user: UserData) -> str:
    if not user.description:
        return ""
    text, cut = clip(user.full_description.strip(), 400, 8)
    html = escape(text + ("…" if cut else "")).replace("\n", "<br>")
    return f'<div dir="auto" style="margin-top:8px;overflow:hidden">{html}</div>'


def _facts(user: UserData) -> str:
    facts = [f"<bdi>{escape(user.location)}</bdi>"] if user.location else []
    if user.url:
        urls = (user.entities and user.entities.url and user.entities.url.urls) or ()
        entity = next(iter(urls), None)
        target, label = (entity.target, entity.display_url) if entity else (user.url, None)
        facts.append(link(target, f"<bdi>{escape(label or user.url)}</bdi>", LINK))
    if user.created_at is not None:
        facts.append(f"joined {escape(words.moment(user.created_at).partition(',')[0])}")
    if not facts:
        return ""
    return f'<div style="margin-top:8px;{SMALL}">{" · ".join(facts)}</div>'


def _numbers(user: UserData) -> str:
    counts = user.public_metrics
    if counts is None:
        return ""
    found = (
        (counts.following_count, "following"),
        (counts.followers_count, "followers"),
        (counts.tweet_count, "tweets"),
    )
    items = "".join(
        f'<span title="{number:,} {noun}"><b style="font-weight:600">{words.compact(number)}</b> '
        f'<span style="{MUTED}">{noun}</span></span> '
        for number, noun in found
        if number is not None
    )
    return f'<div style="display:flex;flex-wrap:wrap;column-gap:16px;margin-top:8px;{SMALL}">{items}</div>'
