"""Look at X for a post whose answer did not arrive: among one's own, of the times when it was sent. It sends nothing.

It reads until it is past those times, however many tweets that are. Where it cannot read so far, it raises: not to have
seen a tweet is no reason to send it again.

Facts: ``GET /2/users/:id/tweets`` of X's OpenAPI file 2.159 takes ``start_time`` (inclusive) and ``end_time``
(exclusive), and gives the 3,200 newest tweets of an account at the most (X's docs, "Timelines").
"""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.errors import ServerError, XAuthError
from xauth_nb.posting.matching import is_same
from xauth_nb.tweets import parse_tweets
from xauth_nb.wire import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xauth_nb.account import Account
    from xauth_nb.ledger import Entry, Ledger
    from xauth_nb.posting.clock import Clock
    from xauth_nb.posting.content import Content
    from xauth_nb.tweets import Tweet, Tweets
    from xauth_nb.wire import SignedSession

__all__ = ["Finder"]

_PAGE = 100
_REACH = 3200
_SKEW = 600
"""Seconds to look back before an attempt: X refuses a signature whose time is more than 300 off its own clock."""
_LATE = 900
"""Seconds after an attempt within which X would have made the tweet."""
_DUPLICATE_SPAN = 172_800
"""Seconds to look back for what X calls a duplicate; X does not say how long it remembers."""
_BUSY = 28_800
"""Seconds in which an account cannot post more than X lists: 100 tweets in a quarter of an hour are its limit."""
_LOOKED_AT = {"tweet.fields": "attachments,author_id,created_at,entities,note_tweet,referenced_tweets"}


class Finder:
    """Looks for posts of one account.

    Parameters
    ----------
    wire : SignedSession
    account : Account
    clock : Clock
        Tells the server's time.
    """

    def __init__(self, wire: SignedSession, account: Account, clock: Clock) -> None:
        self._wire, self._account, self._clock = wire, account, clock

    def look(self, ledger: Ledger, content: Content, entry: Entry | None) -> Tweet | None:
        """Look for a post among one's own tweets; those that are another entry's already do not count.

        Parameters
        ----------
        ledger : Ledger
        content : Content
        entry : Entry or None
            Says when it was tried. Without one X itself says that it is there, and everything recent counts.

        Returns
        -------
        Tweet or None
            ``None`` where all that may be it was read, and it is not there.

        Raises
        ------
        RateLimitedError
            At once: whoever holds a turn does not wait.
        ApiError, TransportError, BudgetExceededError
            If it cannot be read whole.
        """
        media_ids = entry.media if entry else None
        spans = self._spans(entry)
        for since, until in reversed(spans):  # the newest first
            for page in self._pages(since, until):
                for tweet in page:
                    if is_same(tweet, content, media_ids) and not ledger.knows(tweet.id):
                        return self._account.signed(tweet)
        if spans[0][0] < self._clock.now() - _BUSY and entry:
            self._require_reach(spans[0][0])
        return None

    def _spans(self, entry: Entry | None) -> list[tuple[float, float]]:
        """Say from when to when the tweet may have been made; oldest first, by the server's clock.

        Fewer tweets are read then, and an old one with the same text is not taken. An attempt that lies in the future
        was noted by a wrong clock, and X takes no beginning that is not past: it is looked for among the newest.
        """
        now = min(self._clock.times())
        if entry is None:
            return [(now - _DUPLICATE_SPAN, max(self._clock.times()))]
        attempts = [moment.timestamp() for moment in entry.attempts]
        return _joined((min(attempt, now) - _SKEW, attempt + _LATE) for attempt in attempts)

    def _pages(self, since: float, until: float) -> Iterator[Tweets]:
        parameters = {**_LOOKED_AT, "max_results": str(_PAGE), "start_time": _stamp(since)}
        if until < self._clock.now() - _SKEW:  # X takes no end that is not past
            parameters["end_time"] = _stamp(until)
        tokens: set[str] = set()
        while True:
            page = self._page(parameters)
            yield page
            token = page.next_token
            if not token:
                return
            if token in tokens or len(tokens) > _REACH // _PAGE:
                raise ServerError("X lists the account's tweets without an end.", status=200)
            tokens.add(token)
            parameters["pagination_token"] = token

    def _page(self, parameters: dict[str, str]) -> Tweets:
        answer = check(self._wire.request("GET", f"/2/users/{self._account.id}/tweets", params=parameters))
        page = parse_tweets(answer.content, status=answer.status_code)
        if page.errors and not page:  # an empty list with a reason is no list
            why = page.errors[0].detail or page.errors[0].title or "it gives no reason"
            raise ServerError(f"X did not list the account's tweets: {why}", status=answer.status_code, response=answer)
        return page

    def _require_reach(self, since: float) -> None:
        """See that X's list goes back further than a time, which it does not for an account that has posted much since.

        Raises
        ------
        XAuthError
            If it may not.
        """
        if self._page({"end_time": _stamp(since), "max_results": "5"}):
            return
        metrics = self._account.ask().public_metrics
        if metrics is None or (metrics.tweet_count or 0) > _REACH:
            raise XAuthError(
                f"X lists no more than the {_REACH:,} newest tweets of an account, and these do not reach back to "
                "that attempt.",
            )


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Make one of those that overlap."""
    joined: list[tuple[float, float]] = []
    for since, until in sorted(spans):
        if joined and since <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(until, joined[-1][1])
        else:
            joined.append((since, until))
    return joined


def _stamp(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
