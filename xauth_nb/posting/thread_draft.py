"""A thread that is written and not posted: every card as it will be, and what all of it costs. It sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from xauth_nb.style.frame import footer, frame
from xauth_nb.tweets.render.words import dollars

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xauth_nb.posting.draft import Draft
    from xauth_nb.tweets import Tweets

__all__ = ["ThreadDraft"]


class ThreadPoster(Protocol):
    """Who will post it: the session."""

    @property
    def post_thread(self) -> Callable[..., Tweets]:
        """Post it."""


class ThreadDraft:
    """A thread before it is posted; ``x.compose_thread(…)`` makes it.

    Attributes
    ----------
    drafts : tuple of Draft
        Its parts, in order.
    errors : list of str
        Why it cannot be posted as it is.
    tweets : Tweets or None
        The thread, once it is posted.

    Examples
    --------
    >>> draft = x.compose_thread(["First", "Second"])
    >>> len(draft), draft.price, draft.is_ready
    (2, 0.03, True)
    >>> len(draft.post())
    2
    """

    def __init__(
        self, session: ThreadPoster, drafts: Sequence[Draft], *, problem: str | None, price: float, **how: object
    ) -> None:
        self._session, self._how = session, how
        self.drafts = tuple(drafts)
        self.errors = [problem] if problem else []
        self.price = price
        """US dollars for the whole, estimated."""
        self.tweets: Tweets | None = None

    def post(self) -> Tweets:
        """Post what is shown, as ``post_thread`` does: posting it again returns the thread that was posted.

        What became of the list that it was made from does not change it, and a file that was changed is refused.

        Raises
        ------
        UsageError
            If it has errors; nothing is sent.
        XAuthError
            As ``post_thread`` raises.
        """
        self.tweets = self._session.post_thread(self.drafts, **self._how)
        return self.tweets

    @property
    def warnings(self) -> list[str]:
        """What X may refuse, charges more for, or readers will miss, by the number of the part."""
        return [f"{number}: {one}" for number, draft in enumerate(self.drafts, 1) for one in draft.warnings]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is known that would keep it from being posted."""
        return not self.errors

    def __len__(self) -> int:
        return len(self.drafts)

    def _summary(self) -> str:
        count = f"{len(self)} tweet{'' if len(self) == 1 else 's'}"
        return " · ".join([f"A thread of {count}", f"about {dollars(self.price)}", *self.errors])

    def _repr_html_(self) -> str:
        if self.tweets is not None:
            return self.tweets._repr_html_()
        cards = "".join(draft._repr_html_() for draft in self.drafts)
        return f"<div>{cards}{frame(footer(self._summary(), alone=True))}</div>"

    def __repr__(self) -> str:
        if self.tweets is not None:
            return str(self.tweets)
        return "\n".join([*map(repr, self.drafts), self._summary()])
