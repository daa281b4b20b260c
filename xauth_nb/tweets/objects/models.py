"""A tweet and a user as people hold them: what X sent, how it finds what came along, and how it shows itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from msgspec.json import Decoder
from msgspec.structs import replace

from xauth_nb.errors import UsageError
from xauth_nb.guesses import leading
from xauth_nb.tweets.data import UserData
from xauth_nb.tweets.joined import JoinedTweet
from xauth_nb.tweets.lines import as_sent, line_of, own_page
from xauth_nb.tweets.parse import Answer
from xauth_nb.tweets.render import cards, plain, users

_DICT: Any = dict
_STR: Any = str  # what a decoder never puts there, and raw JSON does

__all__ = ["MANY_TWEETS", "MANY_USERS", "ONE_TWEET", "Tweet", "User"]


class User(UserData, frozen=True, kw_only=True, eq=False, gc=False):
    """An account on X.

    Attributes
    ----------
    id, username, name : str
        Empty where X did not send them. ``username`` is the handle without ``@``.
    created_at : datetime.datetime or None
        Aware, UTC.
    url : str or None
        The link in the profile, as sent; :attr:`profile_url` is the profile itself.
    description, location, verified, verified_type, protected, public_metrics, … : optional
        As API v2 names them; ``None`` where X did not send them.

    Examples
    --------
    >>> ada = User(id="42", username="ada", name="Ada Lovelace")
    >>> ada.profile_url
    'https://x.com/ada'
    """

    def __post_init__(self) -> None:
        if type(self.public_metrics) is _DICT or type(self.created_at) is _STR:
            raise _raw("User", "parse_users")

    def to_dict(self) -> dict[str, Any]:
        """Give it in X's own shape, without what X did not send or what has no name here.

        Returns
        -------
        dict
        """
        sent: dict[str, Any] = as_sent(self)
        return sent

    def to_json(self) -> str:
        """Write :meth:`to_dict` as JSON.

        Returns
        -------
        str
        """
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def __iter__(self) -> NoReturn:
        raise _no_row("user", "users")

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("User")

        def __getitem__(self, name: object) -> NoReturn:
            raise _no_dict("User", "user.username", "user.to_dict()")

    def __repr__(self) -> str:
        return plain.user_line(self)

    def __str__(self) -> str:
        return plain.user_text(self)

    def _repr_html_(self) -> str:
        return users.render_user(self)


class Tweet(JoinedTweet, frozen=True, kw_only=True, eq=False, gc=False):
    """One tweet. X writes "post" on its pages; the API's path is still ``/2/tweets``.

    Attributes
    ----------
    id, text : str
        ``text`` is as sent: ``&amp;``, ``&lt;`` and ``&gt;`` are escaped in it, and long posts are cut.
        :attr:`full_text` is unescaped and whole.
    created_at : datetime.datetime or None
        Aware, UTC.
    author_id, conversation_id, in_reply_to_user_id, lang, public_metrics, entities, attachments, … : optional
        As API v2 names them; ``None`` where X did not send them.

    Examples
    --------
    >>> tweet = Tweet(id="20", text="just setting up my twttr &amp; more")
    >>> tweet.full_text
    'just setting up my twttr & more'
    >>> tweet.url
    'https://x.com/i/status/20'
    >>> tweet == Tweet(id="20", text="edited")
    True
    """

    def __post_init__(self) -> None:
        # For each tweet that is decoded, too; so it looks at two members, of which raw JSON nearly always brings one.
        if type(self.public_metrics) is _DICT or type(self.created_at) is _STR:
            raise _raw("Tweet", "parse_tweets")

    def to_dict(self, *, includes: bool = False) -> dict[str, Any]:
        """Give it in X's own shape, without what X did not send or what has no name here.

        Parameters
        ----------
        includes : bool, optional
            Give X's whole answer to a look-up: the tweet as ``data``, and in ``includes`` what came along.

        Returns
        -------
        dict
        """
        author = self.author
        # What X does not send, and was filled in from the author.
        alone = replace(self, username=None) if author and author.username == self.username else self
        answer = line_of(alone)
        sent: dict[str, Any] = as_sent(answer if includes else answer.data)
        return sent

    def to_json(self, *, includes: bool = False) -> str:
        """Write :meth:`to_dict` as JSON.

        Parameters
        ----------
        includes : bool, optional

        Returns
        -------
        str
        """
        return json.dumps(self.to_dict(includes=includes), ensure_ascii=False)

    def __iter__(self) -> NoReturn:
        raise _no_row("tweet", "tweets")

    if TYPE_CHECKING:
        # A page's users are made beside its tweets, so those of a Tweet are Users. Said to type checkers alone: a
        # property over a property would be called for every row of a frame.
        @property
        def author(self) -> User | None:
            """Who wrote it, where the page brought the user along."""

    def with_author(self, author: User) -> Tweet:
        """Return the same tweet with its author joined: X's answer to a new post names none.

        Parameters
        ----------
        author : User

        Returns
        -------
        Tweet
        """
        return replace(self, author_id=author.id, _joined=self._joined.with_user(author))

    def on_site(self, site: str) -> Tweet:
        """Return the same tweet, told whose pages show it: X's answer to a new post names no author who would tell.

        Parameters
        ----------
        site : str
            As :attr:`User.site`.

        Returns
        -------
        Tweet
        """
        return replace(self, _joined=self._joined.on_site(site))

    def __reduce__(self) -> Any:
        # Of the page only what belongs to this tweet: the others that came on it are no part of it.
        return JoinedTweet.__reduce__(replace(self, _joined=own_page(self)))

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Tweet")

        def __getitem__(self, name: object) -> NoReturn:
            raise _no_dict("Tweet", "tweet.full_text", "tweet.to_dict()")

    def __repr__(self) -> str:
        return plain.tweet_line(self)

    def __str__(self) -> str:
        return plain.tweet_text(self)

    def _repr_html_(self) -> str:
        return cards.render_tweet(self)


def _raw(kind: str, parser: str) -> UsageError:
    return UsageError(
        f"A {kind} is not made of raw JSON: its members are records, and what X sends has to be read first.",
        remedy=f"Read X's answer with xauth_nb.tweets.{parser}(response.content), "
        "or a file with Tweets.from_file(path).",
    )


def _no_dict(kind: str, member: str, as_dict: str) -> TypeError:
    return TypeError(f"{kind!r} object is not subscriptable. Take {member}; {as_dict} gives a dict.")


def _no_row(kind: str, many: str) -> UsageError:
    return UsageError(
        f"A {kind} is a record and no row of values, which pandas.DataFrame({many}) takes it for.",
        remedy=f"For a data frame call {many}.to_pandas().",
    )


ONE_TWEET = Decoder(Answer[Tweet, Tweet, User])
"""Reads one tweet with what came along: X's answer to a look-up, and a line of an archive."""
MANY_TWEETS = Decoder(Answer[tuple[Tweet, ...], Tweet, User])
"""Reads a page of tweets: X's answer to a list or a look-up of many."""
MANY_USERS = Decoder(Answer[tuple[User, ...], Tweet, User])
"""Reads a page of users."""
