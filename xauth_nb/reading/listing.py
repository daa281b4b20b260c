"""What a list of X's is: its path, the sizes of its pages, and how they are read. It asks for nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from xauth_nb.reading.fields import Fields, tweet_fields, tweet_parameters, user_fields, user_parameters
from xauth_nb.reading.span import EVERYTHING, LAST_ID, Span
from xauth_nb.tweets import Tweets, Users, parse_tweets, parse_users

if TYPE_CHECKING:
    from collections.abc import Sequence

    from requests import Response

    from xauth_nb.tweets.page import Page

__all__ = ["Listing", "tweet_listing", "user_listing"]

P = TypeVar("P", bound="Page[Any]")

_ID_IN_PATH = re.compile(r"(?<=[a-z])/\d+(?=/)")


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[P]):
    """A list that X gives page by page.

    Parameters
    ----------
    path : str
    query : str
        What it is in words, such as ``timeline of @ada``.
    sizes : tuple of int
        The smallest and the largest page.
    parse : callable
        From the bytes of an answer to a page.
    parameters : Mapping of str to str
        Fields, expansions, and what else is the same for every page.
    span : Span, optional
        What is asked for of it.
    has_bounds : bool, optional
        Whether X takes ``since_id`` and ``until_id`` for it.
    oldest : int, optional
        The lowest ``since_id`` that X takes.
    floor : int, optional
        An id below which there is nothing: the account did not exist.
    reach : int, optional
        How many records X keeps at the most.
    promised : int, optional
        How many records there are, where X has said so of the whole list.
    total : int, optional
        How many tweets the account has, by X's count.
    days_end : int, optional
        An id below which X may give nothing, because it is too old.
    latest : int, optional
        The highest ``until_id`` that X takes.
    unit : str, optional
    fields : tuple of str, optional
        What somebody asked for beside what is always asked for.
    page_by : str, optional
        What the parameter for the next page is called.
    call : callable, optional
        Asks for a page by its path and parameters, where that is not done by the session's own token.
    """

    path: str
    query: str
    sizes: tuple[int, int]
    parse: Callable[..., P]
    parameters: Mapping[str, str]
    span: Span = EVERYTHING
    has_bounds: bool = False
    oldest: int = 0
    floor: int = 0
    reach: int | None = None
    promised: int = 0
    total: int = 0
    days_end: int = 0
    latest: int = LAST_ID
    unit: str = "tweets"
    fields: tuple[str, ...] = ()
    page_by: str = "pagination_token"
    call: Callable[[str, dict[str, str]], Response] | None = None

    @property
    def shape(self) -> str:
        """The path with ``:id`` in place of the id, as X's docs write it."""
        return _ID_IN_PATH.sub("/:id", self.path)

    def bounds(self) -> dict[str, str]:
        """Say the span in the words of the API. What lies in the future, or too far back, is left out: X refuses it."""
        if not self.has_bounds:
            return {}
        said = {}
        if self.span.since_id > self.oldest:
            said["since_id"] = str(self.span.since_id)
        if self.span.until_id < self.latest:
            said["until_id"] = str(self.span.until_id)
        return said

    def size(self, wanted: int) -> str:
        """Say how large a page has to be for so many records."""
        return str(min(max(wanted, self.sizes[0]), self.sizes[1]))


def tweet_listing(
    path: str,
    query: str,
    sizes: tuple[int, int],
    *,
    referenced: bool,
    fields: Fields = (),
    span: Span | None = None,
    exclude: Sequence[str] = (),
    words: str | None = None,
    **more: Any,
) -> Listing[Tweets]:
    """Describe a list of tweets.

    Parameters
    ----------
    path, query, sizes, **more
        As in :class:`Listing`.
    referenced : bool
        Whether the tweets that these retweet, quote or answer come along.
    fields : str or iterable of str, optional
        What is asked for besides.
    span : Span, optional
        Where X takes ``since_id`` and ``until_id``.
    exclude : sequence of str, optional
        What is left out.
    words : str, optional
        What is searched for.
    """
    parameters = dict(tweet_parameters(referenced=referenced, fields=fields))
    if exclude:
        parameters["exclude"] = ",".join(exclude)
    if words is not None:
        parameters["query"] = words
    return Listing(
        path=path,
        query=query,
        sizes=sizes,
        parse=parse_tweets,
        parameters=parameters,
        span=span or EVERYTHING,
        has_bounds=span is not None,
        fields=tweet_fields(fields),
        **more,
    )


def user_listing(path: str, query: str, most: int, fields: Fields = ()) -> Listing[Users]:
    """Describe a list of accounts.

    Parameters
    ----------
    path, query : str
    most : int
        The largest page.
    fields : str or iterable of str, optional
        What is asked for besides.
    """
    return Listing(
        path=path,
        query=query,
        sizes=(1, most),
        parse=parse_users,
        parameters=user_parameters(fields),
        unit="users",
        fields=user_fields(fields),
    )
