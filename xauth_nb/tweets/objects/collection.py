"""Tweets and users as sequences, with the ways to look at them and to compute with them. They never fetch more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from msgspec.structs import replace

from xauth_nb.guesses import guided, leading
from xauth_nb.tweets.archive.opened import Opened
from xauth_nb.tweets.archive.reading import read_archive
from xauth_nb.tweets.files.reading import read_file
from xauth_nb.tweets.ids import tweet_id
from xauth_nb.tweets.joined import NOTHING_JOINED, came_along
from xauth_nb.tweets.objects.analyses import Analyses
from xauth_nb.tweets.objects.exports import TweetExports, UserExports
from xauth_nb.tweets.objects.kept import TWEETS, USERS
from xauth_nb.tweets.objects.models import MANY_TWEETS, Tweet, User
from xauth_nb.tweets.objects.pictures import Pictures
from xauth_nb.tweets.render import listing, plain, users

if TYPE_CHECKING:
    import os

    from xauth_nb.tweets.joined import Joined
    from xauth_nb.tweets.page import Provenance
    from xauth_nb.tweets.records import Media, Poll, Problem
    from xauth_nb.tweets.render.display import Display

__all__ = ["Tweets", "Users"]


@guided
class Users(UserExports):
    """Users in the order in which X sent them: an immutable sequence whose slices are ``Users`` again."""

    __slots__ = ()

    if TYPE_CHECKING:

        @overload
        def __getitem__(self, index: int | str) -> User: ...
        @overload
        def __getitem__(self, index: slice) -> Users: ...

    def __getitem__(self, index: int | str | slice) -> Any:
        if not isinstance(index, str):
            return super().__getitem__(index)
        if (user := self.get(index)) is None:
            told = "name" if index.startswith("@") else "id; a name is looked up with its @: users['@ada']"
            raise KeyError(f"{index!r}: none of these has this {told}")
        return user

    def get(self, user: str) -> User | None:
        """Return the user with this id or name, or ``None``.

        Parameters
        ----------
        user : str
            An id, or a name with "@".
        """
        name = user.removeprefix("@").lower()
        if name != user.lower():
            return next((one for one in self._items if one.username.lower() == name), None)
        return next((one for one in self._items if one.id == user), None)

    @classmethod
    def from_archive(cls, path: str | os.PathLike[str]) -> Users:
        """Open the accounts that ``archive=`` has kept; as :meth:`Tweets.from_archive`."""
        return Users._of(read_archive(path, USERS))

    @classmethod
    def open_archive(cls, path: str | os.PathLike[str]) -> Opened:
        """Open an archive of accounts for analysis; as :meth:`Tweets.open_archive`."""
        return Opened(path, USERS)

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Users")

    def __repr__(self) -> str:
        return f"<Users: {len(self)}>"

    def _repr_html_(self) -> str:
        return users.render_users(self)


@guided
class Tweets(TweetExports, Analyses, Pictures):
    """Tweets in the order in which X sent them: an immutable sequence whose slices are ``Tweets`` again.

    Parameters
    ----------
    items : iterable of Tweet
        Joined already, as :func:`~xauth_nb.tweets.parse_tweets` makes them.
    next_token : str, optional
        Where the next page starts; ``None`` on the last one.
    errors : iterable of Problem, optional
        What X could not give.
    provenance : Provenance, optional
        Where they came from. Slices, sums, sorting and :meth:`unique` keep it; a part has no ``cost``.

    Examples
    --------
    >>> tweets = Tweets([Tweet(id="2"), Tweet(id="10"), Tweet(id="2")])
    >>> tweets.unique().sorted()[-1].id
    '10'
    """

    __slots__ = ()

    @property
    def users(self) -> Users:
        """Everybody who came along with these tweets, each once; ``tweets.users.to_pandas()`` is their frame."""
        return Users(came_along(self._items, "users").values(), provenance=self.provenance)

    @property
    def media(self) -> dict[str, Media]:
        """Every photo, video and GIF that came along, by media key."""
        return came_along(self._items, "media")

    @property
    def polls(self) -> dict[str, Poll]:
        """Every poll that came along, by id."""
        return came_along(self._items, "polls")

    @property
    def referenced(self) -> dict[str, Tweet]:
        """Every tweet that these retweet, quote or answer and that came along, by id."""
        return {found.id: found for tweet in self._items for found in tweet.referenced}

    def get(self, id: Tweet | str | int) -> Tweet | None:
        """Return the tweet with this id, or ``None`` where it is not among these.

        Parameters
        ----------
        id : Tweet, str or int
            An id, a tweet's address, or a tweet.

        Raises
        ------
        UsageError
            If it is no id of a tweet.

        Examples
        --------
        >>> Tweets([Tweet(id="20", text="just setting up my twttr")]).get("https://x.com/jack/status/20").text
        'just setting up my twttr'
        """
        wanted = tweet_id(id)
        return next((tweet for tweet in self._items if tweet.id == wanted), None)

    @classmethod
    def from_archive(cls, path: str | os.PathLike[str]) -> Tweets:
        """Open what ``archive=`` has kept, newest first; also while it is being added to.

        Parameters
        ----------
        path : str or os.PathLike
            The archive's folder, or a folder with several archives in it, which are read as one.

        Returns
        -------
        Tweets
            As they were, with authors, media, polls and what else came along; each id once.

        Raises
        ------
        UsageError
            If there is no archive.
        StoreError
            If a part is damaged; the message names it.
        MissingDependencyError
            If pyarrow is missing.

        Examples
        --------
        >>> Tweets.from_archive("nasa").to_pandas()                           # doctest: +SKIP
        """
        return Tweets._of(read_archive(path, TWEETS))

    @classmethod
    def open_archive(cls, path: str | os.PathLike[str]) -> Opened:
        """Open what ``archive=`` has kept for analysis, without loading it: a million tweets need no more than ten.

        Parameters
        ----------
        path : str or os.PathLike
            The archive's folder.

        Returns
        -------
        Opened
            ``.scan()`` is a lazy frame of polars, ``.to_pandas(columns=…)`` and ``.to_arrow()`` load columns,
            ``.duckdb()``, ``.dask()`` and ``.spark(session)`` hand it to these tools. The raw record is not loaded.
            ``.gaps`` and ``.is_complete`` say what it does not hold; ``.ids`` and ``.write_ids(path)`` give the ids.

        Raises
        ------
        UsageError
            If there is no archive, or it holds users.
        StoreError
            If a part is damaged and cannot be made anew.
        MissingDependencyError
            If pyarrow is missing.

        Examples
        --------
        >>> nasa = Tweets.open_archive("nasa")                                # doctest: +SKIP
        >>> nasa.to_pandas(columns=["created_at", "like_count"])              # doctest: +SKIP
        >>> nasa.duckdb().aggregate("lang, count(*)")                         # doctest: +SKIP
        """
        return Opened(path, TWEETS)

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Tweets:
        """Read tweets from a file: one's own, another tool's, or X's own account archive.

        Known are JSONL, Parquet, CSV and Excel as :meth:`to_jsonl` and the others write them; X's answers as JSON,
        one or many, and pages and flattened tweets of twarc; tweets of API v1.1, also of its stream; and the archive
        that X gives of an account (the zip, its folder, or ``tweets.js``). JSON and CSV may be packed (``.gz``), and
        several forms may be mixed. Parquet without ``raw=True``, CSV and Excel give back what has a column.

        A line that is cut off or no tweet is left out: ``errors`` names it, ``is_complete`` is then ``False``, and a
        warning says it. All that was whole is kept.

        Parameters
        ----------
        path : str or os.PathLike

        Returns
        -------
        Tweets
            In the order of the file.

        Raises
        ------
        UsageError
            If it is none of these; if it holds ids alone, which :meth:`XSession.get_tweets` looks up; or if its ids
            were made numbers by another program and are not what they were. The message names the row.
        StoreError
            If it cannot be opened, is damaged, or unpacks to more than any data would.
        MissingDependencyError
            If pyarrow or openpyxl is missing.

        Examples
        --------
        >>> Tweets.from_file("twitter-2026-01-01.zip").to_pandas()            # doctest: +SKIP
        """
        return Tweets._of(read_file(path, MANY_TWEETS))

    def __reduce__(self) -> Any:
        # Each page once, however many of its tweets are here: a tweet alone would take its own part of it along.
        pages = {id(tweet._joined): tweet._joined for tweet in self._items}
        places = {page: at for at, page in enumerate(pages)}
        bare = [(replace(tweet, _joined=NOTHING_JOINED), places[id(tweet._joined)]) for tweet in self._items]
        return _remade, (type(self), bare, [*pages.values()], self.next_token, self.errors, self.provenance)

    if not TYPE_CHECKING:

        def __getitem__(self, index: object) -> Any:
            if isinstance(index, str):
                raise TypeError(
                    f"Tweets are taken by place, tweets[0] or tweets[:5], and not by {index!r}. "
                    "Use tweets.to_pandas() for a column, and tweets.get(id) for one tweet."
                )
            return super().__getitem__(index)

    # --- looking at them ---

    def show(self, *, limit: int = 10, media: bool = False, table: bool = False, thread: bool = False) -> Display:
        """Choose how they are displayed. Nothing is fetched unless ``media`` asks for it.

        Parameters
        ----------
        limit : int, optional
            How many are shown; the rest is counted.
        media : bool, optional
            Load pictures from X when the cell is looked at. Whoever opens the notebook then calls X's servers.
        table : bool, optional
            One line a tweet instead of cards.
        thread : bool, optional
            As a conversation is read: each tweet, then the answers to it, moved in where it forks.

        Returns
        -------
        Display
            With an HTML card for notebooks and the same in plain text for terminals.

        Raises
        ------
        UsageError
            If ``limit`` is below 1, or both ``table`` and ``thread`` are asked for.
        """
        return listing.show(self, limit=limit, media=media, table=table, thread=thread)

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Tweets")

    def __repr__(self) -> str:
        return plain.tweets_line(self)

    def __str__(self) -> str:
        return str(self.show())

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()


def _remade(
    kind: type[Tweets],
    bare: list[tuple[Tweet, int]],
    pages: list[Joined],
    next_token: str | None,
    errors: tuple[Problem, ...],
    provenance: Provenance | None,
) -> Tweets:
    tweets = (replace(tweet, _joined=pages[at]) for tweet, at in bare)
    return kind(tweets, next_token=next_token, errors=errors, provenance=provenance)
