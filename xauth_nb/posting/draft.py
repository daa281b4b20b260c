"""A tweet that is written and not posted: its look, its length, and what it lacks. Nothing is sent for a draft.

Only :meth:`Draft.post` sends, and it does what ``post_tweet`` does with the same arguments.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from xauth_nb.costs import PRICES, price_of_post
from xauth_nb.errors import UsageError
from xauth_nb.guesses import leading
from xauth_nb.media import MediaSource, UploadedMedia
from xauth_nb.posting.content import Content
from xauth_nb.posting.media import attached, only_ids, warn_of_ids
from xauth_nb.tweets import User
from xauth_nb.tweets.text import find_urls, weighted_length, whole_characters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from xauth_nb.account import Account
    from xauth_nb.media import Uploader
    from xauth_nb.posting.draft_card import Preview
    from xauth_nb.tweets import Tweet

__all__ = ["Draft"]

_CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?\b")


class Poster(Protocol):
    """Who will post a draft: the session."""

    _account: Account
    _uploader: Uploader

    @property
    def post_tweet(self) -> Callable[..., Tweet]:
        """Post it."""


class Draft:
    """A tweet before it is posted; a notebook shows the card as it will look. ``x.compose(…)`` makes it.

    Attributes
    ----------
    text : str
    weighted_length : int
        As X counts it: a link 23, an emoji 2, most letters 1.
    limit : int
        280, or 25,000 where the account is known to have Premium.
    price : float
        What posting it costs by X's price list, in US dollars, with the descriptions of its media.
    account : str
        Who will post it, as ``@ada``.
    media : tuple of MediaSource or UploadedMedia
        Checked, and not uploaded yet.
    errors : list of str
        Why it cannot be posted as it is.
    warnings : list of str
        What X may refuse, charges more for, or readers will miss.
    tweet : Tweet or None
        The tweet, once it is posted.

    Examples
    --------
    >>> draft = x.compose("Posts a day, and what drives them", media="plot.png", alt_text="A rising line")
    >>> draft.weighted_length, draft.is_ready
    (33, True)
    >>> draft.post().text
    'Posts a day, and what drives them https://t.co/...'
    """

    def __init__(
        self,
        session: Poster,
        text: str,
        *,
        media: object = None,
        alt_text: str | Sequence[str | None] | None = None,
        once: bool = True,
        key: str | date | None = None,
        **content: Any,
    ) -> None:
        self._session = session
        self._how = {"once": once, "key": key}
        self.content = content
        self.media: tuple[MediaSource | UploadedMedia, ...] = tuple(attached(media, alt_text, session._uploader))
        self.text = text
        self.tweet: Tweet | None = None
        self.errors: list[str] = []
        self.weighted_length = weighted_length(text) if isinstance(text, str) else 0
        try:
            Content.checked(text, media=tuple(one.identity for one in self.media), **content)
        except UsageError as error:
            self.errors.append(str(error).replace("\n→ ", " "))
        self.warnings = [] if self.errors else self._warnings()

    def post(self) -> Tweet:
        """Post it, as ``post_tweet`` does: posting it again returns the tweet that was posted, if not ``once=False``.

        Returns
        -------
        Tweet

        Raises
        ------
        UsageError
            If the draft has errors; nothing is sent.
        ApiError, TransportError, StoreError
            As ``post_tweet`` raises them.
        """
        media = list(self.media) or None
        self.tweet = self._session.post_tweet(self.text, media=media, **self.content, **self._how)
        return self.tweet

    @property
    def has_key(self) -> bool:
        """Whether it was composed with a ``key``."""
        return self._how["key"] is not None

    @property
    def problems(self) -> list[str]:
        """Errors and warnings together."""
        return [*self.errors, *self.warnings]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is known that would keep it from being posted."""
        return not self.errors

    @property
    def author(self) -> User:
        """Who will post it, as far as the session knows."""
        return self._session._account.author

    @property
    def account(self) -> str:
        """The handle with "@"; empty where the session does not know it."""
        return f"@{self.author.username}" if self.author.username else ""

    @property
    def price(self) -> float:
        """What posting costs, estimated, in US dollars."""
        described = sum(
            1 for one in self.media if one.alt_text and not (isinstance(one, UploadedMedia) and one.is_described)
        )
        post = price_of_post(self.text, quote=self.content.get("quote") is not None)
        return round(post + described * PRICES["alternative text"], 6)

    @property
    def limit(self) -> int:
        """How long the account's tweets may be; without knowing about Premium, 280."""
        return self._session._account.tweet_limit

    def _warnings(self) -> list[str]:
        found = []
        if self.weighted_length > self.limit:
            over = self.weighted_length - self.limit
            found.append(
                f"{over:,} over {self.limit:,}: X refuses this unless the account has Premium. "
                "x.post_thread(text) splits it."
            )
        urls = find_urls(self.text)
        if urls:
            shown = urls[0] if len(urls[0]) <= 40 else urls[0][:39] + "…"
            price, plain = PRICES["post with a URL"], PRICES["post"]
            found.append(f"It holds a link ({whole_characters(shown)}): X charges ${price:.2f} instead of ${plain:g}.")
        if len(tags := _CASHTAG.findall(self.text)) > 1:
            found.append(f"It holds {len(tags)} cashtags ({', '.join(tags[:4])}), and X takes one (since April 2026).")
        if self.content.get("quote") is not None:
            found.append("X does not let self-serve apps quote (since April 2026); put the address into the text.")
        by_id = only_ids(self.media)
        if by_id and self._how == {"once": True, "key": None}:
            found.append(warn_of_ids(by_id))
        for number, one in enumerate(self.media, 1):
            if one.kind != "video" and not one.alt_text and (isinstance(one, MediaSource) or one.id not in by_id):
                name = f"Picture {number}" if isinstance(one, UploadedMedia) else one.name
                found.append(f"{name} has no alt text: people who cannot see it get nothing. Pass alt_text=.")
        return found

    def _repr_html_(self) -> str:
        from xauth_nb.posting import draft_card

        return self.tweet._repr_html_() if self.tweet else draft_card.render(self._preview())

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Draft")

    def __repr__(self) -> str:
        from xauth_nb.posting import draft_card

        return str(self.tweet) if self.tweet else draft_card.render_text(self._preview())

    def _preview(self) -> Preview:
        from xauth_nb.posting.draft_card import Preview

        shown = {name: getattr(self, name) for name in Preview.__dataclass_fields__}
        return Preview(**shown)
