"""What the doctor found, as a table. It holds words only: nothing secret, and no path above the home folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any, Literal

from xauth_nb.oauth.store_file import without_home
from xauth_nb.style import palette
from xauth_nb.style.frame import footer, frame, pill
from xauth_nb.style.safe import clean, escape

__all__ = ["Check", "Report", "Status"]

Status = Literal["ok", "warn", "fail", "skipped"]

_LOOKS = {
    "ok": ("✓ fine", palette.GOOD),
    "warn": ("! look", palette.WARN),
    "fail": ("✗ mend", palette.BAD),
    "skipped": ("– skipped", palette.CALM),
}
_CELL = f"padding:8px 16px 8px 0;vertical-align:top;border:0;text-align:left;{palette.PLAIN}"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Parameters
    ----------
    name : str
        What was looked at, such as ``"app keys"``.
    status : {"ok", "warn", "fail", "skipped"}
        ``fail``: something has to be mended. ``warn``: it works, or may not be needed. ``skipped``: could not be tried.
    finding : str
        What was found.
    remedy : str
        What to do next; empty where there is nothing to do.
    """

    name: str
    status: Status
    finding: str
    remedy: str = ""

    def __post_init__(self) -> None:
        for part in ("finding", "remedy"):
            object.__setattr__(self, part, clean(without_home(getattr(self, part))))


class Report(tuple[Check, ...]):
    """What :func:`xauth_nb.doctor` found: a tuple of checks that shows as a table.

    Attributes
    ----------
    is_fine : bool
        Whether nothing has to be mended; there may be warnings.
    """

    __slots__ = ()

    @property
    def is_fine(self) -> bool:
        """Whether nothing has to be mended; there may be warnings."""
        return all(check.status != "fail" for check in self)

    def __getitem__(self, key: Any) -> Any:
        """Find a check by its place, or by its name: ``report["clock"]``."""
        if isinstance(key, str):
            for check in self:
                if check.name == key:
                    return check
            raise KeyError(key)
        return super().__getitem__(key)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values, for JSON.

        Returns
        -------
        dict
            ``is_fine``, and ``checks``: a list with ``name``, ``status``, ``finding`` and ``remedy`` of each.
        """
        return {"is_fine": self.is_fine, "checks": [asdict(check) for check in self]}

    def __repr__(self) -> str:
        width = max((len(check.name) for check in self), default=0)
        lines = []
        for check in self:
            first = f"{check.status:<7}  {check.name:<{width}}  "
            lines.append(first + _indented(check.finding, len(first)))
            if check.remedy:
                lines.append(" " * (len(first) - 2) + "→ " + _indented(check.remedy, len(first)))
        return "\n".join([*lines, self._summary()])

    def _repr_html_(self) -> str:
        rows = "".join(_row(check, is_first=at == 0) for at, check in enumerate(self))
        # JupyterLab gives tables a fixed layout, in which columns as narrow as these would cover each other.
        table = (
            '<table style="border-collapse:collapse;border:0;width:100%;margin:0;table-layout:auto;line-height:1.45;'
            f'{palette.SMALL};{palette.PLAIN}"><tbody>{rows}</tbody></table>'
        )
        return frame(table + footer(self._summary()), width=860)

    def _summary(self) -> str:
        counts = Counter(check.status for check in self)
        verdict = "Nothing has to be mended." if self.is_fine else f"To mend: {counts['fail']}."
        warnings = f" Worth a look: {counts['warn']}." if counts["warn"] else ""
        return f"{verdict}{warnings} Nothing secret is in this table: it can be pasted into an issue."


def _row(check: Check, *, is_first: bool) -> str:
    remedy = ""
    if check.remedy:
        remedy = f'<div style="margin-top:2px"><b aria-hidden="true">→ </b>{_lines(check.remedy)}</div>'
    line = _CELL if is_first else f"{_CELL};border-top:1px solid {palette.HAIRLINE}"
    # The finding goes below the name where there is no room beside it.
    return (
        f'<tr style="{palette.PLAIN}"><td style="{line};width:1%;padding-left:16px">{pill(*_LOOKS[check.status])}</td>'
        f'<td style="{line}"><div style="display:flex;flex-wrap:wrap;gap:0 16px">'
        f'<b style="flex:0 0 120px;font-weight:600">{escape(check.name)}</b>'
        f'<div style="flex:1 1 240px;min-width:0;overflow-wrap:anywhere">{_lines(check.finding)}{remedy}</div>'
        "</div></td></tr>"
    )


def _lines(text: str) -> str:
    return "<br>".join(map(escape, text.splitlines()))


def _indented(text: str, columns: int) -> str:
    return f"\n{' ' * columns}".join(text.splitlines())
