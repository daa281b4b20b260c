"""From raw answers to a page of tweets; what is no answer, or no tweet, is named and left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from xauth_nb.errors import ServerError
from xauth_nb.tweets.careful import once
from xauth_nb.tweets.files import classic, flattened
from xauth_nb.tweets.joined import Joined, JoinedTweet
from xauth_nb.tweets.page import Page, Provenance
from xauth_nb.tweets.parse import decode_answer, tidy
from xauth_nb.tweets.records import Origin, Problem

if TYPE_CHECKING:
    from msgspec.json import Decoder

    from xauth_nb.tweets.parse import Answer

__all__ = ["Gathered"]

T = TypeVar("T", bound=JoinedTweet)
Raw = dict[str, Any]

_NOTICES = {"delete", "limit", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "warning", "friends"}
"""What X's stream of v1.1 sends between the tweets (X's docs, "Consuming streaming data")."""
_TOGETHER = ("users", "tweets", "media", "polls", "places")


class Gathered(Generic[T]):
    """The tweets of a file, as they are found.

    Parameters
    ----------
    decoder : Decoder
        Makes a page of tweets.

    Attributes
    ----------
    is_whole : bool
        Whether nothing was left out.
    """

    def __init__(self, decoder: Decoder[Answer[tuple[T, ...], T, Any]]) -> None:
        self.is_whole = True
        self.count = 0
        self._decoder = decoder
        self._answers: list[Answer[tuple[T, ...], T, Any]] = []
        self._problems: list[Problem] = []

    def left_out(self, where: str, why: str) -> None:
        """Name what could not be read."""
        self.is_whole = False
        self._problems.append(Problem(title="Left out", detail=f"{where} is left out: {why}.", parameter=where))

    def add(self, value: Any, where: str, *, owner: Raw | None = None) -> None:
        """Take one value of a file, in whatever dialect.

        Parameters
        ----------
        value : object
            Of JSON.
        where : str
            In the file, in words.
        owner : dict, optional
            Whose tweets these are, where they do not say so.
        """
        if isinstance(value, dict) and isinstance(value.get("tweet"), dict) and len(value) == 1:
            value = value["tweet"]  # X's account archive
        if not isinstance(value, dict):
            self.left_out(where, "it is no tweet")
        elif isinstance(value.get("statuses"), list):  # a search of v1.1
            for status in value["statuses"]:
                self.add(status, where, owner=owner)
        elif "data" in value or ("errors" in value and "text" not in value) or ("meta" in value and "id" not in value):
            self._add_answer(value, where)
        elif len(value) == 1 and _NOTICES & value.keys():
            self._problems.append(
                Problem(title="Notice of a stream", detail=f"{where} is no tweet: {next(iter(value))}.")
            )
        elif classic.is_classic(value):
            self._add_answer(classic.answer_of(value, owner), where)
        elif "id" in value and "text" in value:
            self._add_answer({**flattened.answer_of(value), "__twarc": value.get("__twarc")}, where)
        elif "username" in value:
            self.left_out(where, "it is a user and no tweet")
        else:
            self.left_out(where, "it is no tweet that is known here")

    def _add_answer(self, value: Raw, where: str) -> None:
        data = value.get("data")
        if isinstance(data, dict):
            value = {**value, "data": [data]}
        if (
            isinstance(data, list)
            and data
            and all(isinstance(one, dict) and "username" in one and "text" not in one for one in data)
        ):
            self.left_out(where, "it holds users and no tweets")
            return
        try:
            answer, odd = decode_answer(self._decoder, msgspec.json.encode(_with_origin(value)), 200)
        except (ServerError, TypeError, ValueError, RecursionError) as error:
            said = error.message if isinstance(error, ServerError) else "it cannot be read"
            self.left_out(where, said.removeprefix("The answer cannot be read: ").rstrip("."))
            return
        self.count += len(answer.data or ())
        self._answers.append(answer)
        self._problems += (*(answer.errors or ()), *odd)

    def page(self, provenance: Provenance | None = None) -> Page[T]:
        """Put together what was found.

        Parameters
        ----------
        provenance : Provenance, optional
            Where the file itself says it; otherwise it is what its lines say.
        """
        # Lines of one page share what came along with it, as the page did. Others may differ: an author changes.
        together: dict[Any, list[Answer[tuple[T, ...], T, Any]]] = {}
        for answer in self._answers:
            is_of_page = answer.origin is not None and answer.origin.page is not None
            together.setdefault(answer.origin if is_of_page else id(answer), []).append(answer)
        for some in together.values():
            parts = {
                name: [one for answer in some if answer.includes for one in getattr(answer.includes, name) or ()]
                for name in _TOGETHER
            }
            joined = Joined(**parts, origin=some[0].origin)
            tidy(tuple(tweet for answer in some for tweet in answer.data or ()), joined)
        provenance = provenance or _provenance({answer.origin: None for answer in self._answers if answer.origin})
        if not self.is_whole:
            provenance = replace(provenance or Provenance(), is_complete=False)
        tweets = (tweet for answer in self._answers for tweet in answer.data or ())
        return Page(tweets, errors=once(tuple(self._problems)), provenance=provenance)


def _with_origin(value: Raw) -> Raw:
    if not isinstance(twarc := value.get("__twarc"), dict) or "__xauth_nb" in value:
        return value
    return {**value, "__xauth_nb": {"path": twarc.get("url"), "when": twarc.get("retrieved_at")}}


def _provenance(origins: dict[Origin, None]) -> Provenance | None:
    return Provenance.combine(
        Provenance(path=one.path or "", query=one.query, account=one.account, when=one.when, fields=one.fields or ())
        for one in origins
    )
