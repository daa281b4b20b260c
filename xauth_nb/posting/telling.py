"""What a person is told about a post: that it stood already, that it waits, that it is in doubt and how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError, TransportError, UsageError
from xauth_nb.oauth.disk import DiskError
from xauth_nb.tweets.ids import time_of
from xauth_nb.tweets.render.plain import one_line
from xauth_nb.tweets.render.words import moment
from xauth_nb.wire.remedies.network import LOOK_FIRST

if TYPE_CHECKING:
    from xauth_nb.errors import DuplicateTweetError, StoreError, XAuthError
    from xauth_nb.ledger import Entry
    from xauth_nb.locking import Holder
    from xauth_nb.posting.content import Content
    from xauth_nb.tweets import Tweet

__all__ = [
    "began_anew",
    "duplicate_not_looked_for",
    "look_failed",
    "lost",
    "lost_and_not_noted",
    "not_noted_beforehand",
    "other_content",
    "posted_and_not_confirmed",
    "posted_and_not_noted",
    "refused",
    "say",
    "stopped",
    "wait",
]


def say(tweet: Tweet, how: str) -> None:
    """Tell the person in one line that nothing was sent now.

    Parameters
    ----------
    tweet : Tweet
    how : {"sent", "known", "found"}
    """
    if how == "known":
        when = moment(time_of(tweet.id))
        line = f"Posted already on {when}, so nothing was sent now: {tweet.url} (once=False posts it again)"
    elif how == "found":
        line = f"X has this tweet already, so it was not sent again: {tweet.url}"
    else:
        return
    print(line)  # noqa: T201 - the person who re-runs a cell is told in that cell


def wait(holder: Holder | None) -> None:
    """Tell the person whom the cell waits for."""
    who = str(holder) if holder else "another kernel"
    print(f"Waiting for {who}, which is posting the same, or something that shares its turn.")  # noqa: T201 - as `say`


def stopped(*, once: bool) -> str:
    """Say what the stop button has left of a post, and how to go on."""
    if once:
        return "The post was stopped. Run the cell again: if it may have been sent, its tweet is looked for first."
    return "The post was stopped, and may have been sent. Look at x.timeline(limit=5) before you run the cell again."


def lost(error: XAuthError, entry: Entry, *, once: bool, was_looked_for: bool) -> XAuthError:
    """Say in an error that its post is in doubt, and what to do about it. The error stays the same."""
    own = error.remedy.rpartition(LOOK_FIRST)[2].strip() if isinstance(error, ApiError) else ""
    seen = "it is not to be seen yet" if was_looked_for else "looking for it failed as well"
    error.message = f"{error.message} Whether X made the tweet is not known; {seen}."
    error.remedy = (
        "Run the cell again: it first looks for the tweet, and sends it only if it is not there."
        if once
        else "Look at x.timeline(limit=5) before you run the cell again: with once=False it posts in any case. "
        + _decide(entry)
    )
    if own:
        error.remedy = f"{error.remedy} {own}"
    return error


def look_failed(error: XAuthError, entry: Entry) -> XAuthError:
    """Say in the error of a look what it was for, and how to go on without it. The error stays the same."""
    error.message = (
        f"An earlier attempt of this post is in doubt, and looking for its tweet failed, so nothing was sent. "
        f"{error.message}"
    )
    error.remedy = (
        f"{error.remedy} Then run the cell again: it looks first. Or look at your profile on x.com and decide: "
        f"{_decide(entry)} once=False posts in any case."
    ).lstrip()
    return error


def refused(error: XAuthError, *, was_in_doubt: bool) -> XAuthError:
    """Say in an error that nothing was sent, where it does not say so itself. The error stays the same."""
    if isinstance(error, TransportError):
        error.message = f"{error.message} The post was not sent."
    if was_in_doubt:
        error.message = f"{error.message} An earlier attempt of it is still in doubt: it was not to be seen at X."
    return error


def duplicate_not_looked_for(error: DuplicateTweetError, why: XAuthError) -> DuplicateTweetError:
    """Say in a refusal as a duplicate why the tweet that X means is not named. The error stays the same."""
    error.message = f"{error.message} Looking for the tweet that X means failed: {why.message}"
    error.remedy = f"{why.remedy} Then run the cell again, and it is looked for."
    return error


def not_noted_beforehand(trouble: StoreError) -> StoreError:
    """Say in the trouble with the ledger's disk that nothing was posted, and how to post all the same."""
    trouble.message = f"{trouble.message} The post was not sent."  # its media may have been
    trouble.remedy = (
        f"{trouble.remedy} Or once=False posts in any case, without the note that keeps it from being sent twice."
    )
    return trouble


def posted_and_not_noted(tweet: Tweet, trouble: StoreError) -> str:
    """Say that a tweet is posted, and that nothing keeps it from being posted again."""
    return (
        f"The tweet is posted ({tweet.url}), but it could not be noted: {trouble.message} "
        "So running the cell again posts it again, or X refuses it as a duplicate."
    )


def posted_and_not_confirmed(tweet: Tweet, trouble: StoreError) -> str:
    """Say that a tweet is posted, which could not be noted any more, and what the next run makes of that."""
    if isinstance(trouble, DiskError):  # that it began was noted
        then = "The next run of this cell looks for it at X before it sends, unless it says once=False."
    else:
        then = "A ledger that does not have it posts it again when this cell is run again, or X refuses the duplicate."
    return f"The tweet is posted ({tweet.url}), but that could not be noted: {trouble.message} {then}"


def began_anew(trouble: StoreError, *, is_kept: bool) -> str:
    """Say that the ledger was damaged while a post was with X, and whether the new one has it."""
    what = "A new one begins with the post that was under way" if is_kept else "A new, empty one begins"
    return f"{trouble.message} {what}. Look at x.timeline() for what was posted before."


def lost_and_not_noted(error: XAuthError, trouble: StoreError, *, once: bool) -> XAuthError:
    """Say in an error that its post is in doubt, and could not be noted. The error stays the same."""
    error.message = (
        f"{error.message} Whether X made the tweet is not known, and it could not be noted either: {trouble.message}"
    )
    why = "nothing is known here of this attempt" if once else "with once=False it posts in any case"
    error.remedy = f"Look at x.timeline(limit=5) before you run the cell again: {why}."
    return error


def other_content(entry: Entry, content: Content) -> UsageError:
    """Make the error for a key that names another post."""
    before, now = one_line(entry.text, 50), one_line(content.text, 50)
    rest = "" if before != now else " They differ further on, or in what they answer, quote or carry."
    return UsageError(
        f"The key {entry.key!r} names another post, so nothing was sent. That one begins “{before}”, this one “{now}”."
        f"{rest}",
        remedy="Choose another key for another post; without a key every text is a post of its own.",
    )


def _decide(entry: Entry) -> str:
    name = repr(entry.key) if entry.key else entry.number
    return (
        f'If the tweet is there, x.ledger.settle({name}, tweet="its address") notes it; if it is not, '
        f"x.ledger.settle({name}, sent=False) lets the cell post it."
    )
