"""One tweet as a static card: author, text, media, poll, quoted tweet, counts. Nothing is fetched for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.style.frame import frame
from xauth_nb.style.palette import HAIRLINE, MUTED, RULE, SMALL
from xauth_nb.tweets.render import parts
from xauth_nb.tweets.render.safe import escape, link
from xauth_nb.tweets.render.texts import text_html

if TYPE_CHECKING:
    from xauth_nb.tweets.joined import JoinedTweet

__all__ = ["render_tweet", "tweet_body"]


def render_tweet(tweet: JoinedTweet, *, media: bool = False) -> str:
    """Return a card of one tweet.

    Parameters
    ----------
    tweet : Tweet
    media : bool, optional
        Load pictures from X when the card is looked at.

    Returns
    -------
    str
        HTML without scripts, ids or style elements; the same for the same tweet.
    """
    body = tweet_body(tweet, media=media, limit=2000, lines=40)
    return frame(f'<div style="padding:12px 16px">{body}</div>')


def tweet_body(tweet: JoinedTweet, *, media: bool, limit: int, lines: int, tail: bool = False) -> str:
    """Return what is inside a card, for cards and for lists.

    Parameters
    ----------
    tweet : Tweet
    media : bool
    limit, lines : int
        How much of the text is shown.
    tail : bool, optional
        Draw a line from the disc down to the next tweet of a thread.
    """
    shown = tweet.retweeted or tweet
    note = _note(tweet, shown)
    disc = parts.avatar(shown.author, size=40, media=media)
    if tail:
        line = f'<div style="width:2px;flex:1 1 auto;margin:4px auto 0;{RULE}"></div>'
        disc = f'<div style="display:flex;flex-direction:column;flex:none">{disc}{line}</div>'
    return (
        f'{note}<div style="display:flex;gap:12px">{disc}<div style="flex:1 1 0%;min-width:0">'
        f'<div style="overflow-wrap:break-word">{parts.name_line(shown)}</div>'
        f"{_reply_line(shown)}{_text(shown, limit, lines)}"
        f"{parts.media_boxes(shown.media, media=media)}{parts.poll_bars(shown.poll)}"
        f"{_quote(shown, media=media)}{parts.counts(tweet)}</div></div>"
    )


def _text(tweet: JoinedTweet, limit: int, lines: int) -> str:
    html = text_html(tweet, limit=limit, lines=lines)
    if not html:
        return ""
    lang = f' lang="{escape(tweet.lang)}"' if tweet.lang and tweet.lang.isalpha() else ""
    return f'<div dir="auto"{lang} style="margin-top:2px;overflow-wrap:break-word;overflow:hidden">{html}</div>'


def _note(tweet: JoinedTweet, shown: JoinedTweet) -> str:
    notes = []
    if shown is not tweet:
        who = tweet.author.name or tweet.author.username if tweet.author else "Somebody"
        notes.append(f"<bdi>{escape(who)}</bdi> reposted")
    if tweet.withheld and tweet.withheld.country_codes:
        notes.append(f"Withheld in {escape(', '.join(tweet.withheld.country_codes))}")
    if tweet.possibly_sensitive and (shown.media or shown.urls):
        notes.append("Marked as possibly sensitive")
    return _small(" · ".join(notes), "margin:0 0 6px 52px") if notes else ""


def _reply_line(tweet: JoinedTweet) -> str:
    to = tweet.reference("replied_to")
    if to is None:
        return ""
    target = tweet.replied_to
    author = target.author if target else tweet._joined.users.get(tweet.in_reply_to_user_id or "")
    name = next((m.username for m in tweet.mentions if m.id and m.id == tweet.in_reply_to_user_id), None)
    name = author.username if author else name
    words = f"Replying to <bdi>@{escape(name)}</bdi>" if name else "Replying to another tweet"
    return _small(link(target.url if target else f"{tweet.site}/i/status/{to}", words), "")


def _quote(tweet: JoinedTweet, *, media: bool) -> str:
    quoted = tweet.quoted
    if quoted is None:
        if tweet.reference("quoted") is None:
            return ""
        return _frame(_small("The quoted tweet was not loaded, or is gone.", ""))
    head = (
        f'<div style="display:flex;gap:8px;align-items:center">{parts.avatar(quoted.author, size=22, media=media)}'
        f'<div style="flex:1 1 0%;min-width:0;overflow-wrap:break-word">{parts.name_line(quoted)}</div></div>'
    )
    boxes = parts.media_boxes(quoted.media, media=media)
    return _frame(f"{head}{_text(quoted, 320, 10)}{boxes}{parts.poll_bars(quoted.poll)}")


def _frame(inner: str) -> str:
    return f'<div style="margin-top:10px;padding:8px 12px;border:1px solid {HAIRLINE};border-radius:8px">{inner}</div>'


def _small(inner: str, style: str) -> str:
    return f'<div style="{MUTED};{SMALL};{style}">{inner}</div>'
