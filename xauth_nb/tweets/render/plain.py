"""The plain-text twin of every card, for terminals and for notebooks that show no HTML. No escape sequence survives."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from xauth_nb.tweets.render import words
from xauth_nb.tweets.render.safe import clean, clip
from xauth_nb.tweets.render.texts import plain_text

if TYPE_CHECKING:
    from xauth_nb.tweets.analysis.threads import Step
    from xauth_nb.tweets.data import UserData
    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["summary", "tweet_line", "tweet_text", "tweets_line", "tweets_text", "user_line", "user_text"]

_BAR = 20


def one_line(text: str, limit: int) -> str:
    """Clean a text, put it on one line, and cut it."""
    kept, cut = clip(" ".join(clean(text).split()), limit, 1)
    return kept + ("…" if cut else "")


def _who(tweet: JoinedTweet) -> str:
    name = tweet.author.username if tweet.author else tweet.username
    return "@" + one_line(name, 40) if name else f"user {one_line(tweet.author_id or 'unknown', 40)}"


def tweet_line(tweet: JoinedTweet) -> str:
    """Return a tweet in one line, as its repr."""
    date = f" {words.moment(tweet.created_at)}" if tweet.created_at else ""
    return f"<Tweet {one_line(tweet.id, 40)} {_who(tweet)}{date}: {one_line(tweet.full_text, 70)}>"


def user_line(user: UserData) -> str:
    """Return a user in one line, as their repr."""
    return f"<User {one_line(user.id, 40)} @{one_line(user.username, 40)} ({one_line(user.name, 60)})>"


def user_text(user: UserData) -> str:
    """Return a user's card in plain text."""
    head = f"{one_line(user.name, 60)} @{one_line(user.username, 40)}" + (" ✓" if user.is_verified else "")
    counts = user.public_metrics
    numbers = []
    if counts:
        found = ((counts.following_count, "following"), (counts.followers_count, "followers"))
        numbers = [f"{words.compact(number)} {noun}" for number, noun in found if number is not None]
    lines = [head, one_line(user.full_description, 300), " · ".join(numbers)]
    return "\n".join(line for line in lines if line)


def tweet_text(tweet: JoinedTweet, *, limit: int = 2000, lines: int = 40, indent: str = "") -> str:
    """Return a tweet's card in plain text."""
    shown = tweet.retweeted or tweet
    head = [_who(shown)]
    if shown.author and shown.author.name:
        head.insert(0, one_line(shown.author.name, 60))
    head += [f"· {said}" for said in (words.moment(shown.created_at), words.edited(shown)) if said]
    rows = [f"{_who(tweet)} reposted"] if shown is not tweet else []
    rows.append(" ".join(head))
    text, cut = clip(plain_text(shown), limit, lines)
    rows += [*text.split("\n"), *([f"… {cut:,} more characters"] if cut else [])]
    for item in shown.media:
        described = f": {one_line(item.alt_text, 200)}" if item.alt_text else ""
        rows.append(f"[{words.media_label(item)}{described}]")
    if shown.poll:
        rows += [_bar(label, share) for label, share in words.shares(shown.poll)]
        rows.append(words.poll_summary(shown.poll))
    if not indent and shown.quoted:
        rows.append(tweet_text(shown.quoted, limit=320, lines=10, indent="│ "))
    if not indent:
        rows.append(" · ".join(f"{words.compact(number)} {noun}" for number, noun in words.metrics(tweet)))
    return "\n".join(indent + row for row in rows if row)


def _bar(label: str, share: float) -> str:
    filled = round(share * _BAR)
    return f"{'█' * filled}{'░' * (_BAR - filled)} {share * 100:3.0f}% {one_line(label, 60)}"


def tweets_line(tweets: Page[JoinedTweet]) -> str:
    """Return a collection in one line, as its repr."""
    return f"<Tweets: {summary(tweets, len(tweets))}>"


def summary(tweets: Page[JoinedTweet], shown: int) -> str:
    """Say how many there are, where they came from and what is missing."""
    total = len(tweets)
    count = f"{total:,} tweet" + ("" if total == 1 else "s")
    words_of_it = [count if shown >= total else f"{shown:,} of {count}"]
    source = tweets.provenance
    if source is not None:
        # When it was read is kept with the data and not shown: an output should be the same when it is run again.
        words_of_it += [one_line(part, 80) for part in (source.query or source.path,) if part]
        if source.cost is not None:
            words_of_it.append(f"about {words.dollars(source.cost)}")
    if tweets.errors:
        titles = dict.fromkeys(one_line(error.title, 60) for error in tweets.errors)
        words_of_it.append(f"{len(tweets.errors):,} not given: {', '.join(titles)}")
    return " · ".join(words_of_it)


def tweets_text(tweets: Page[JoinedTweet], steps: list[Step], *, table: bool) -> str:
    """Return a list in plain text."""
    if table:
        rows = [
            f"{words.moment(tweet.created_at).removesuffix(' UTC'):>18}  {_who(tweet):<16}  "
            f"{one_line(plain_text(tweet, short=True), 80)}"
            for tweet, _, _ in steps
        ]
    else:
        rows = [
            textwrap.indent(tweet_text(step.tweet, limit=600, lines=15), "    " * step.indent) + "\n" for step in steps
        ]
    return "\n".join([*rows, summary(tweets, len(steps))])
