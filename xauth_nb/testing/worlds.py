"""``@pytest.mark.xauth_world(…)``: which sandbox a test or notebook gets. Reads the mark, explains a wrong one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from xauth_nb.errors import XAuthError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MARKER", "explained", "world_of"]

MARKER = (
    "xauth_world(tweets=…, tier=…, credits=…, …): the sandbox X of this test or notebook, by the keywords of "
    "xauth_nb.Sandbox; in a notebook also signed_in_as=…, a name or None"
)
_EXAMPLE = '@pytest.mark.xauth_world(tweets=1000, tier="pay-per-use", credits=1.0)'
_NUMBERS = ("tweets", "credits", "spend_cap", "usage_cap")


def world_of(item: pytest.Item) -> dict[str, Any]:
    """Read the mark of a test, the closest one where a class or a module has one too.

    Parameters
    ----------
    item : pytest.Item

    Returns
    -------
    dict
        Keywords for :class:`~xauth_nb.testing.environment.SignedInSandbox`; empty without a mark.
    """
    mark = item.get_closest_marker("xauth_world")
    if mark is None:
        return {}
    if mark.args:
        _refuse("it takes keywords only")
    for name in _NUMBERS:
        value = mark.kwargs.get(name, 0)
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            _refuse(f"{name} is a number, and not {value!r}")
    who = mark.kwargs.get("signed_in_as")
    if who is not None and not isinstance(who, str):
        _refuse(f'signed_in_as is a name such as "grace", or None, and not {who!r}')
    return dict(mark.kwargs)


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the sandbox says of a wrong keyword into the failure of a test, without our frames."""
    __tracebackhide__ = True
    try:
        yield
    except XAuthError as error:
        _refuse(str(error))
    except (TypeError, ValueError) as error:
        _refuse(f"one of its values has the wrong type ({error})")


def _refuse(reason: str) -> None:
    __tracebackhide__ = True
    pytest.fail(f"The mark xauth_world cannot be used: {reason}\nAn example: {_EXAMPLE}", pytrace=False)
