"""A tweet's text as HTML: links, mentions, hashtags and cashtags, clipped. Positions that X sent are not trusted.

X counts positions in the escaped text, and a long post, a retweet and an edited text each have their own; so links
are found in the text itself, and X's entities only say where a t.co link leads.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from xauth_nb.style.palette import LINK
from xauth_nb.tweets.data import PAGES
from xauth_nb.tweets.render.safe import clean, clip, escape, link
from xauth_nb.tweets.tags import tags_in

if TYPE_CHECKING:
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.records import Url

__all__ = ["plain_text", "shown_text", "text_html"]

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)"
    r"|(?<![\w@#$/&])(?:@(?P<user>\w{1,15})(?!\w)|\$(?P<cash>[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)\b)"
)
_LAST_LINK = re.compile(r"https://t\.co/\w+\Z")
_BLANKS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def shown_text(tweet: JoinedTweet) -> str:
    """Return the text that a card shows: whole, clean, without the links that the card shows as media or quote."""
    text = _BLANKS.sub("\n\n", clean(tweet.full_text)).strip()
    hidden = {url.url for url in tweet.urls if url.url and _is_shown_otherwise(url, tweet)}
    if tweet.media and tweet.full_entities is None:  # X said nothing of the links; that of the media is always the last
        hidden.update(_LAST_LINK.findall(text))
    while hidden:
        head, _, last = text.rpartition(" ") if " " in text else ("", "", text)
        if last not in hidden:
            break
        text = head.rstrip()
    return text


def plain_text(tweet: JoinedTweet, *, short: bool = False) -> str:
    """Return the same text without t.co links: where they lead, or as X shows them.

    Parameters
    ----------
    tweet : Tweet
    short : bool, optional
        ``example.com/long…`` instead of the whole address.
    """
    text = shown_text(tweet)
    for url in tweet.urls:
        better = url.display_url if short else url.target
        if url.url and better:
            text = text.replace(url.url, clean(better))
    return text


def _is_shown_otherwise(url: Url, tweet: JoinedTweet) -> bool:
    if url.media_key is not None or (url.display_url or "").startswith(("pic.twitter.com/", "pic.x.com/")):
        return bool(tweet.media)
    quoted = tweet.quoted
    return quoted is not None and (url.expanded_url or "").endswith(f"/status/{quoted.id}")


def text_html(tweet: JoinedTweet, *, limit: int, lines: int) -> str:
    """Return the text as HTML, with links, and with a link to the rest where it was cut.

    Parameters
    ----------
    tweet : Tweet
    limit, lines : int
        How many characters and lines are shown.
    """
    text, cut = clip(shown_text(tweet), limit, lines)
    entities = {url.url: url for url in tweet.urls if url.url}
    parts, at = [], 0
    tokens = [(match.start(), match.end(), _token(match, entities, tweet.site)) for match in _TOKEN.finditer(text)]
    tokens += _hashtags(text, tweet)
    for start, end, shown in sorted(tokens):
        if start >= at:  # a link may have "#part" in it
            parts += [escape(text[at:start]), shown]
            at = end
    parts.append(escape(text[at:]))
    if cut:
        more = f"… {cut:,} more character{'s' if cut > 1 else ''}"
        parts.append(" " + link(tweet.url, more, LINK))
    return "".join(parts).replace("\n", "<br>")


def _hashtags(text: str, tweet: JoinedTweet) -> list[tuple[int, int, str]]:
    """Link the hashtags that X marked; where it sent no marks, by the rules that it applies."""
    is_marked = tweet.full_entities is not None
    marked = sorted(filter(None, tweet.hashtags), key=len, reverse=True)
    found = []
    for tag in tags_in(text):
        if tag.kind != "hashtags":
            continue
        known = next((name for name in marked if tag.name.lower().startswith(name.lower())), None)
        if is_marked and known is None:
            continue
        name = tag.name[: len(known)] if known else tag.name
        end = tag.start + 1 + len(name)
        target = f"{tweet.site}/hashtag/{quote(name)}"
        found.append((tag.start, end, link(target, escape(text[tag.start : end]), LINK)))
    return found


def _token(match: re.Match[str], entities: dict[str, Url], site: str) -> str:
    shown = match[0]
    if match["url"]:
        stem = shown.rstrip(".,;:!?)]}'’”…")
        entity = entities.get(stem)
        target, label = (entity.target, entity.display_url or stem) if entity else (stem, stem)
        if target and target.startswith(f"{PAGES}/"):  # a sandbox writes the address of a tweet as X does
            target = site + target.removeprefix(PAGES)
        label = label if len(label) <= 60 else label[:59] + "…"
        return link(target, f"<bdi>{escape(label)}</bdi>", LINK) + escape(shown[len(stem) :])
    target = f"{site}/{quote(match['user'])}" if match["user"] else f"{site}/search?q=%24{quote(match['cash'])}"
    return link(target, escape(shown), LINK)
