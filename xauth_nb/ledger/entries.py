"""One line of the ledger: what was posted, from where and when. A frozen record; nothing here reads or writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from xauth_nb.tweets.data import PAGES, site_of
from xauth_nb.tweets.ids import time_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Entry", "made_at", "moment", "site_of_server", "written"]

_FIRST_TIMED = 29_700_859_247  # ids tell their time from this one on, which is of 4 November 2010


@dataclass(frozen=True)
class Entry:
    """One post.

    Attributes
    ----------
    number : int
        Its line in the ledger.
    state : str
        ``"sending"``, ``"posted"``, ``"doubtful"`` (sent, and X's answer did not arrive) or ``"deleted"``.
    fingerprint : str
        Equal for equal contents.
    key : str or None
        The name that the caller gave it.
    text : str
        As it was written.
    began, tried : datetime.datetime
        When it was sent for the first and for the last time, by the server's clock as far as it is known; aware, UTC.
    media : tuple of str
        The ids of the media that it was sent with, in all its attempts.
    source, host, pid : str, str, int
        The notebook or script, where that is known, the machine and the process.
    tweet_id, tweet_text : str or None
        The tweet as X made it, once that is known.
    attempts : tuple of datetime.datetime
        When it was sent, each time, by X's clock as far as that was known.
    site : str
        Whose pages show the tweet: those of X, or those of a sandbox.
    """

    number: int
    state: str
    fingerprint: str
    key: str | None
    text: str
    began: datetime
    tried: datetime
    media: tuple[str, ...]
    source: str
    host: str
    pid: int
    tweet_id: str | None
    tweet_text: str | None
    attempts: tuple[datetime, ...] = ()
    site: str = PAGES

    @classmethod
    def of_row(cls, row: tuple[object, ...], server: str) -> Entry:
        """Read a row of the database, its columns in the order of the attributes.

        Parameters
        ----------
        row : tuple
        server : str
            Its name, as the ledger keeps it.
        """
        values = dict(zip(cls.__dataclass_fields__, (*row, site_of_server(server)), strict=True))
        for name in ("began", "tried"):
            values[name] = moment(values[name])
        values["media"] = tuple(str(values["media"]).split())
        values["attempts"] = tuple(moment(one) for one in str(values["attempts"]).split())
        return cls(**values)  # type: ignore[arg-type]  # the table's own column types

    @property
    def is_in_doubt(self) -> bool:
        """Whether it was sent, and it is not known what became of it."""
        return self.state in ("sending", "doubtful")

    @property
    def where(self) -> str:
        """The notebook or script and the machine, as people read it."""
        return f"{self.source or 'a kernel'} on {self.host or 'this machine'}"

    @property
    def url(self) -> str | None:
        """Where the tweet stands, once it is known."""
        return f"{self.site}/i/status/{self.tweet_id}" if self.tweet_id else None


def written(attempts: Iterable[float]) -> str:
    """Write the Unix seconds of attempts as the database keeps them."""
    return " ".join(f"{attempt:.3f}" for attempt in attempts)


def moment(seconds: object) -> datetime:
    """Read Unix seconds, as precisely as the database keeps those of attempts."""
    return datetime.fromtimestamp(round(float(str(seconds)), 3), timezone.utc)


def made_at(tweet_id: str) -> datetime | None:
    """Say when a tweet was made, where its id tells: X numbered them in a row until November 2010."""
    if not tweet_id.isdecimal() or int(tweet_id) < _FIRST_TIMED:
        return None
    return time_of(tweet_id)


def site_of_server(server: str) -> str:
    """Say whose pages show the tweets of a server, by its name in the ledger: a sandbox's key stands behind it."""
    return site_of(server.partition(" ")[0])
