"""Look at X for a post whose answer did not arrive: among one's own, of the time when it was sent. It sends nothing."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.posting.matching import is_same
from xauth_nb.tweets import parse_tweets

if TYPE_CHECKING:
    from xauth_nb.account import Account
    from xauth_nb.ledger import Entry, Ledger
    from xauth_nb.posting.content import Content
    from xauth_nb.tweets import Tweet
    from xauth_nb.wire import SignedSession

__all__ = ["Finder"]

_PAGE = 100
_PAGES = 3
_SKEW = 600
"""Seconds to look back before an attempt: X refuses a signature whose time is more than 300 off its own clock."""
_LATE = 900
"""Seconds after an attempt within which X would have made the tweet."""
_DUPLICATE_SPAN = 172_800
"""Seconds to look back for what X calls a duplicate; X does not say how long it remembers."""
_LOOKED_AT = {"tweet.fields": "attachments,author_id,created_at,entities,note_tweet,referenced_tweets"}


class Finder:
    """Looks for posts of one account.

    Parameters
    ----------
    wire : SignedSession
    account : Account
    """

    def __init__(self, wire: SignedSession, account: Account) -> None:
        self._wire, self._account = wire, account

    def look(self, ledger: Ledger, content: Content, entry: Entry | None) -> Tweet | None:
        """Look for a post among one's own recent tweets; those that are another entry's already do not count.

        Parameters
        ----------
        ledger : Ledger
        content : Content
        entry : Entry or None
            Says when it was tried. Without one X itself says that it is there, and everything recent counts.

        Raises
        ------
        ApiError, TransportError
        """
        taken = ledger.tweet_ids()
        parameters: dict[str, str] = {**_LOOKED_AT, "max_results": str(_PAGE), **self._span(entry)}
        media_ids = entry.media if entry else None
        for _ in range(_PAGES):
            answer = self._wire.call("GET", f"/2/users/{self._account.id}/tweets", params=parameters)
            page = parse_tweets(answer.content, status=answer.status_code)
            for tweet in page:
                if tweet.id not in taken and is_same(tweet, content, media_ids):
                    return self._account.signed(tweet)
            if not page.next_token:
                break
            parameters["pagination_token"] = page.next_token
        return None

    def _span(self, entry: Entry | None) -> dict[str, str]:
        """Say from when to when X should list tweets: fewer are read, and an old one with the same text is not taken.

        This machine's clock will do: X refuses signatures from one that is off by more than five minutes.
        """
        if self._wire.endpoints.is_practice:  # its world may stand still on another day
            return {}
        now = time.time()
        since = entry.began.timestamp() - _SKEW if entry else now - _DUPLICATE_SPAN
        span = {"start_time": _stamp(since)}
        if entry and (until := entry.tried.timestamp() + _LATE) < now - _SKEW:
            span["end_time"] = _stamp(until)
        return span


def _stamp(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
