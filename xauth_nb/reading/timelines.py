"""Timelines: what an account wrote, sees at home, is named in, and likes; as many and as far back as X keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from xauth_nb.face import Face
from xauth_nb.reading.listing import tweet_listing
from xauth_nb.reading.owned import beginning, excluded, mind_reach, timeline_listing, timeline_reach
from xauth_nb.reading.span import checked_limit, make_span

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from xauth_nb.reading.fields import Fields
    from xauth_nb.reading.owned import Kind
    from xauth_nb.reading.reader import Reader
    from xauth_nb.reading.span import Moment
    from xauth_nb.tweets import Tweets, User

__all__ = ["Timelines"]

MENTIONS_REACH, HOME_REACH = 800, 3200
"""How many of the newest X keeps in each list (X's docs, "Timelines")."""
HOME_DAYS = timedelta(days=7)
"""How far back a home timeline goes where it has more than that."""


class Timelines(Face):
    """Lists of tweets that belong to an account."""

    _reader: Reader

    def timeline(
        self,
        user: str | int | User | None = None,
        limit: int | None = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        exclude: Kind | Iterable[Kind] | None = None,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read an account's tweets, newest first.

        X bills a tweet $0.005 and one's own $0.001 (its price list of 2026), each once a day. A stop with Ctrl-C
        returns what has come; an error carries it in ``partial``.

        Parameters
        ----------
        user : str, int or User, optional
            ``"@ada"``, an id or a :class:`User`; one's own account where it is not given.
        limit : int, optional
            How many tweets at the most; ``None`` for all that X keeps: an account's newest 3,200, and 800 where replies
            are excluded.
        since, until : date, datetime, str, int or Tweet, optional
            From that moment on, and before that one. A day begins at 00:00 UTC; a time without a zone is this
            machine's local time; a string is either of them in ISO form. A tweet, its id or its address means: newer,
            or older, than that tweet.
        exclude : {"replies", "retweets"} or several, optional
            What is left out.
        referenced : bool, optional
            Bring the tweets along that these retweet, quote or answer, with their authors. X may bill each as a read.
            Without them the text of a retweet is cut at 140 characters.
        fields : str or iterable of str, optional
            What else X is asked for, by its own names: ``"context_annotations"``, ``"edit_controls"``,
            ``"user.location"``; ``"private_metrics"`` for what only the author sees (of 30 days). Each adds members,
            and columns to the data frame.
        archive : str or os.PathLike, optional
            A folder that keeps each page as it comes. The same call again goes on where it was stopped, and reads what
            is new. ``limit`` means what it means without a folder, the newest so many of the list: what of them is
            there already is not read again, and no run reads more than ``limit``. What a run leaves out, and what X
            does not give any more, is said and stands in ``Tweets.open_archive(path).gaps``.
            :meth:`Tweets.from_archive` reads the tweets back.
        new_only : bool, optional
            Give back what this run has brought, instead of all that the archive holds.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError
            If an argument cannot be right; nothing is sent.
        NotFoundError
            If there is no such account.
        ApiError, TransportError

        Examples
        --------
        >>> len(x.timeline("@grace", limit=20))
        20
        >>> september = x.timeline("@grace", 3200, since="2026-09-01", until="2026-10-01")
        """
        limit, span, kinds = checked_limit(limit), make_span(since, until), excluded(exclude)
        of_what = "of an account where replies are excluded" if "replies" in kinds else "of an account"
        mind_reach(limit, timeline_reach(kinds), of_what)
        owner = self._reader.account_of(user)
        listing = timeline_listing(owner, span, kinds, referenced=referenced, fields=fields)
        return self._reader.tweets(listing, limit, archive, new_only=new_only)

    def home(
        self,
        limit: int | None = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        exclude: Kind | Iterable[Kind] | None = None,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read what one's own account sees at home, newest first: one's own tweets and those of the people it follows.

        X bills a tweet $0.005, and may bill each author $0.010 once a day.

        Parameters
        ----------
        limit : int, optional
            How many tweets at the most. X keeps 3,200, or those of the last seven days.
        since, until, exclude, referenced, fields, archive, new_only
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
        >>> {tweet.author.username for tweet in x.home(50)} >= {"ada"}
        True
        """
        limit, span, kinds = checked_limit(limit), make_span(since, until), excluded(exclude)
        mind_reach(limit, HOME_REACH, "of a home timeline")
        me = self._account.known()
        listing = tweet_listing(
            f"/2/users/{me.id}/timelines/reverse_chronological",
            f"home of @{me.username}",
            (1, 100),
            referenced=referenced,
            fields=fields,
            span=span,
            reach=HOME_REACH,
            days_end=self._reader.id_before(HOME_DAYS),
            exclude=kinds,
        )
        return self._reader.tweets(listing, limit, archive, new_only=new_only)

    def mentions(
        self,
        user: str | int | User | None = None,
        limit: int | None = 100,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read the tweets that mention an account, newest first.

        Parameters
        ----------
        user : str, int or User, optional
            As in :meth:`timeline`.
        limit : int, optional
            How many tweets at the most. X keeps the newest 800.
        since, until, referenced, fields, archive, new_only
            As in :meth:`timeline`.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> all("@ada" in tweet.text for tweet in x.mentions(limit=20))
        True
        """
        limit, span = checked_limit(limit), make_span(since, until)
        mind_reach(limit, MENTIONS_REACH, "that mention an account")
        owner = self._reader.account_of(user)
        listing = tweet_listing(
            f"/2/users/{owner.id}/mentions",
            f"mentions of @{owner.username}",
            (5, 100),
            referenced=referenced,
            fields=fields,
            span=span,
            floor=beginning(owner),
            reach=MENTIONS_REACH,
        )
        return self._reader.tweets(listing, limit, archive, new_only=new_only)

    def likes(
        self,
        user: str | int | User | None = None,
        limit: int | None = 100,
        *,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read what an account likes, the latest like first. X lets nobody choose by time here.

        On self-serve packages X was seen (2026) to allow one call in a quarter of an hour.

        Parameters
        ----------
        user : str, int or User, optional
            As in :meth:`timeline`.
        limit, referenced, fields, new_only
            As in :meth:`timeline`.
        archive : str or os.PathLike, optional
            As in :meth:`timeline`. To find what is new, each run reads from the top until it meets what the folder
            holds: ten records more than are new, or a few more.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError, NotFoundError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> len(x.likes(limit=5))
        5
        """
        limit = checked_limit(limit)
        owner = self._reader.account_of(user)
        listing = tweet_listing(
            f"/2/users/{owner.id}/liked_tweets",
            f"likes of @{owner.username}",
            (5, 100),
            referenced=referenced,
            fields=fields,
        )
        return self._reader.tweets(listing, limit, archive, new_only=new_only)

    def bookmarks(
        self,
        limit: int | None = 100,
        *,
        referenced: bool = False,
        fields: Fields = (),
        archive: str | os.PathLike[str] | None = None,
        new_only: bool = False,
    ) -> Tweets:
        """Read one's own bookmarks, the latest first. X keeps 800; with OAuth 1.0a they can be read, and not set.

        Parameters
        ----------
        limit, referenced, fields
            As in :meth:`timeline`.
        archive, new_only
            As in :meth:`likes`.

        Returns
        -------
        Tweets

        Raises
        ------
        UsageError, ApiError, TransportError
            As in :meth:`timeline`.

        Examples
        --------
        >>> tweets = x.bookmarks(10)
        """
        limit, me = checked_limit(limit), self._account.known()
        listing = tweet_listing(
            f"/2/users/{me.id}/bookmarks",
            f"bookmarks of @{me.username}",
            (1, 100),
            referenced=referenced,
            fields=fields,
        )
        return self._reader.tweets(listing, limit, archive, new_only=new_only)
