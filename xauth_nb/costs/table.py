"""What a session has spent, by X's price list: a running sum for programs, a table for people."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from xauth_nb.costs.prices import PRICES, PRICES_DATE
from xauth_nb.guesses import leading
from xauth_nb.style.palette import MUTED
from xauth_nb.style.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from xauth_nb.costs.prices import Charge

__all__ = ["Costs"]

_COLUMNS = (
    Column("What", "prose"),
    Column("Billed", "number"),
    Column("Each", "number"),
    Column("Together", "number"),
)
_NOTHING = {"billed": 0, "repeated": 0, "dollars": 0.0}
_SOURCE = f"Estimated by X's prices of {PRICES_DATE}. The bill is in X's console."


class Costs:
    """What was billed since the session began, as far as it can be known from here. Threads may add to it at once.

    A call whose answer was lost is in doubt: X may have carried it out and billed it. It is no part of ``total``, and
    stands beside it until it is settled; a budget counts it as spent.

    Examples
    --------
    >>> tweets = x.timeline("@grace", limit=10)
    >>> round(x.costs.total, 3)
    0.06
    >>> x.costs.to_dict()["tweet read"]
    {'billed': 10, 'repeated': 0, 'dollars': 0.05}
    """

    def __init__(self) -> None:
        self._billed: Counter[str] = Counter()
        self._repeated: Counter[str] = Counter()
        self._seen: defaultdict[tuple[date, str], set[str]] = defaultdict(set)
        self._doubts: dict[str, list[Charge]] = {}
        self._lock = threading.Lock()

    @property
    def total(self) -> float:
        """US dollars that X has billed; what is in doubt is not in it."""
        with self._lock:
            return round(sum(PRICES[kind] * count for kind, count in self._billed.items()), 6)

    @property
    def in_doubt(self) -> float:
        """US dollars that X may have billed too, at the most, for calls whose answers were lost."""
        with self._lock:
            return round(sum(charge.dollars for charges in self._doubts.values() for charge in charges), 6)

    def add(self, kind: str, count: int = 1) -> None:
        """Count what is billed each time.

        Parameters
        ----------
        kind : str
            A key of ``PRICES``.
        count : int
        """
        with self._lock:
            self._billed[kind] += count

    def add_reads(self, kind: str, ids: Iterable[str | None], day: date) -> None:
        """Count records that were read; each is billed once a day.

        Parameters
        ----------
        kind : str
            A key of ``PRICES``.
        ids : iterable of (str or None)
            A record without an id cannot be known again, and is billed each time.
        day : datetime.date
            In UTC, by the server's clock.
        """
        read = list(ids)
        known = {id for id in read if id is not None}
        with self._lock:
            seen = self._seen[day, kind]
            new = len(known - seen) + read.count(None)
            seen |= known
            self._billed[kind] += new
            self._repeated[kind] += len(read) - new

    def know(self, kind: str, ids: Iterable[str], day: date) -> None:
        """Remember records that another session has read today: X does not bill them again.

        Parameters
        ----------
        kind, ids, day
            As in :meth:`add_reads`.
        """
        with self._lock:
            self._seen[day, kind].update(ids)

    def repeats(self, kind: str, ids: Iterable[str], day: date) -> int:
        """Count records that were read on a day already, and cost nothing again.

        Parameters
        ----------
        kind, ids, day
            As in :meth:`add_reads`.
        """
        with self._lock:
            return len(self._seen[day, kind].intersection(ids)) if (day, kind) in self._seen else 0

    def doubt(self, key: str, charge: Charge) -> None:
        """Keep what may have been billed, until it is settled.

        Parameters
        ----------
        key : str
            What :func:`~xauth_nb.costs.answers.key_of` calls the request.
        charge : Charge
            Of a read that is lost again, X bills the records once: it stays one doubt.
        """
        with self._lock:
            doubts = self._doubts.setdefault(key, [])
            if not (charge.is_read and doubts):
                doubts.append(charge)

    def settle(self, *keys: str, was_made: bool) -> None:
        """Settle what was in doubt about something that can have been done once at the most.

        Parameters
        ----------
        *keys : str
            As in :meth:`doubt`, of all the requests that tried it; nothing happens where there is no doubt.
        was_made : bool
            Whether X did it: then it is billed, once. Otherwise nothing is.
        """
        with self._lock:
            doubts = [charge for key in keys for charge in self._doubts.pop(key, [])]
            if was_made and doubts:
                self._billed[doubts[0].kind] += doubts[0].count

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Give the table to a program: by kind, how many were billed, how many were free repeats, and the dollars."""
        with self._lock:
            return {
                kind: {
                    "billed": self._billed[kind],
                    "repeated": self._repeated[kind],
                    "dollars": round(price * self._billed[kind], 6),
                }
                for kind, price in PRICES.items()
                if self._billed[kind] or self._repeated[kind]
            }

    def doubts(self) -> dict[str, dict[str, float]]:
        """Give what is in doubt to a program: by kind, how many may have been billed, and the dollars."""
        with self._lock:
            counts: Counter[str] = Counter()
            for charges in self._doubts.values():
                for charge in charges:
                    counts[charge.kind] += charge.count
            return {
                kind: {"count": counts[kind], "dollars": round(price * counts[kind], 6)}
                for kind, price in PRICES.items()
                if counts[kind]
            }

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Costs")

    def __repr__(self) -> str:
        rows = [
            f"{kind:<18}{row['billed']:>8,} × ${PRICES[kind]:<6g} = ${row['dollars']:<9.3f}{_free(row)}".rstrip()
            for kind, row in self.to_dict().items()
        ]
        doubt = [f"{kind:<18}{_maybe(row)}" for kind, row in self.doubts().items()]
        return "\n".join([*rows, *doubt, f"${self.total:.3f} in all. {_SOURCE}"])

    def _repr_html_(self) -> str:
        billed, doubts = self.to_dict(), self.doubts()
        rows = []
        for kind, price in PRICES.items():
            if kind in billed or kind in doubts:
                row = billed.get(kind, _NOTHING)
                notes = [_free(row), *([_maybe(doubts[kind])] if kind in doubts else [])]
                told = "".join(f'<div style="{MUTED}">{note}</div>' for note in notes if note)
                rows.append((f"{kind}{told}", f"{row['billed']:,}", f"${price:.3f}", f"${row['dollars']:.3f}"))
        return table(_COLUMNS, rows, total=("In all", "", "", f"${self.total:.3f}"), notes=[_SOURCE], width=600)


def _free(row: dict[str, float]) -> str:
    if not row["repeated"]:
        return ""
    return f"{row['repeated']:,.0f} more {'was' if row['repeated'] == 1 else 'were'} read again, free"


def _maybe(row: dict[str, float]) -> str:
    return f"maybe {row['count']:,.0f} more, ${row['dollars']:.3f} at the most: the answer was lost"
