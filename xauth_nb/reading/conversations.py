"""Conversations: what answers a tweet, and what answers that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xauth_nb.errors import NotFoundError
from xauth_nb.errors.warned import warn_user
from xauth_nb.face import Face
from xauth_nb.reading.fields import tweet_parameters
from xauth_nb.reading.recent import SEARCH_DAYS, oldest_found, recent_listing
from xauth_nb.reading.span import EVERYTHING, checked_limit
from xauth_nb.tweets import Tweet, Tweets, parse_tweet
from xauth_nb.tweets.ids import tweet_id
from xauth_nb.tweets.render.words import moment

if TYPE_CHECKING:
    import os

    from xauth_nb.costs import Costs
    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.listing import Listing
    from xauth_nb.reading.reader import Reader

__all__ = ["Conversations"]


class Conversations(Face):
    """Replies, and replies to replies."""

    costs: Costs
    _reader: Reader

    def conversation(
        self,
        tweet: Tweet | str | int,
        limit: int | None = None,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read the conversation that a tweet belongs to: the tweet that began it, and all replies, newest first.

        Show it with ``show(thread=True)``; :meth:`Tweets.threads` gives it as a data frame with ``depth`` and
        ``parent_id``, and :meth:`Tweets.path_to` the way from its beginning to one tweet.

        X finds replies of the last seven days only. Where the conversation is older, a warning says from when on it is
        whole. X bills each tweet $0.005, once a day; :attr:`budget` ends it.

        Parameters
        ----------
        tweet : Tweet, str or int
            Any tweet of the conversation, its id or its address. An id is looked up first.
        limit : int, optional
            How many replies at the most; all of them where it is not given.
        fields, archive, new_only
            As in :meth:`timeline`; the archive keeps the replies.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> conversation = x.conversation(tweet)
        >>> conversation[-1].id == tweet.conversation_id
        True
        """
        limit, id, spent = checked_limit(limit), tweet_id(tweet), self.costs.total
        known = tweet if isinstance(tweet, Tweet) and tweet.conversation_id else self._tweet(id, fields)
        begun = known.conversation_id or id
        oldest = oldest_found(self._reader)
        listing = _found(f"conversation_id:{begun}", f"conversation {begun}", fields, oldest)
        replies = self._reader.tweets(listing, limit, archive, new_only=new_only)
        first = replies.get(begun) or (known if known.id == begun else self._first(begun, fields))
        if int(begun) < oldest:
            since = moment(first.created_at) if first else ""
            warn_user(
                f"The conversation began {f'on {since}' if since else 'earlier'}, and X finds replies of the last "
                f"{SEARCH_DAYS} days only: those before are not in it."
            )
        found = replies if first is None or begun in {reply.id for reply in replies} else [*replies, first]
        cost = round(self.costs.total - spent, 6)  # with the look-ups, of which one brings what began it
        return Tweets(
            found,
            next_token=replies.next_token,
            errors=replies.errors,
            provenance=replies.provenance and replace(replies.provenance, cost=cost),
        )

    def replies_to(
        self,
        tweet: Tweet | str | int,
        limit: int | None = 100,
        *,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read the replies to a tweet, newest first, and not the replies to these. X finds the last seven days only.

        Parameters
        ----------
        tweet : Tweet, str or int
            The tweet, its id or its address.
        limit, fields, archive, new_only
            As in :meth:`timeline`.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> {reply.reference("replied_to") for reply in x.replies_to(tweet)} <= {tweet.id}
        True
        """
        limit, id = checked_limit(limit), tweet_id(tweet)
        oldest = oldest_found(self._reader)
        listing = _found(f"in_reply_to_tweet_id:{id}", f"replies to {id}", fields, oldest)
        replies = self._reader.tweets(listing, limit, archive, new_only=new_only)
        if int(id) < oldest:
            warn_user(f"X finds replies of {SEARCH_DAYS} days only, and the tweet is older: earlier ones are not here.")
        return replies

    def _tweet(self, id: str, fields: Fields) -> Tweet:
        return parse_tweet(self._reader.one(f"/2/tweets/{id}", tweet_parameters(referenced=True, fields=fields)))

    def _first(self, id: str, fields: Fields) -> Tweet | None:
        try:
            return self._tweet(id, fields)
        except NotFoundError:
            return None  # deleted, or not for this account: the replies stand all the same


def _found(query: str, said: str, fields: Fields, oldest: int) -> Listing[Tweets]:
    return recent_listing(query, said, referenced=False, fields=fields, span=EVERYTHING, oldest=oldest)
