"""A tweet and a user as people hold them: what X sent, how it finds what came along, and how it shows itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.json import Decoder
from msgspec.structs import replace

from xauth_nb.guesses import leading
from xauth_nb.tweets.data import UserData
from xauth_nb.tweets.joined import JoinedTweet
from xauth_nb.tweets.lines import own_page
from xauth_nb.tweets.parse import Answer
from xauth_nb.tweets.render import cards, plain, users

__all__ = ["ONE_TWEET", "Tweet", "User"]


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

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("User")

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

    def __reduce__(self) -> Any:
        # Of the page only what belongs to this tweet: the others that came on it are no part of it.
        return JoinedTweet.__reduce__(replace(self, _joined=own_page(self)))

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Tweet")

    def __repr__(self) -> str:
        return plain.tweet_line(self)

    def __str__(self) -> str:
        return plain.tweet_text(self)

    def _repr_html_(self) -> str:
        return cards.render_tweet(self)


ONE_TWEET = Decoder(Answer[Tweet, Tweet, User])
"""Reads one tweet with what came along: X's answer to a look-up, and a line of an archive."""
