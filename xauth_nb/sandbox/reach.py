"""From where a sandbox can be reached: this machine alone, unless somebody consented to more."""

from __future__ import annotations

import ipaddress
import sys

from xauth_nb.endpoints import is_loopback
from xauth_nb.errors import UsageError

__all__ = ["address_here", "is_here", "require_computer", "require_consent"]

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}  # noqa: S104 - nothing is bound here


def is_here(host: str) -> bool:
    """Say whether an address leads to this machine and from no other."""
    try:
        return is_loopback(host) or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_here(host: str) -> str:
    """Say at which address this machine finds what listens at ``host``."""
    return _EVERYWHERE.get(host, host)


def require_consent(host: str, *, reachable: bool) -> None:
    """Check that who lets other machines in has said so.

    Raises
    ------
    UsageError
        If not.
    """
    if not (reachable or is_here(host)):
        raise UsageError(
            f"A sandbox at {host!r} could be reached from other machines, and lets everybody in who reaches it.",
            remedy="Leave host out, or pass reachable=True if that is meant.",
        )


def require_computer() -> None:
    """Refuse to listen where nothing can.

    Raises
    ------
    UsageError
        Where Python runs inside a web page.
    """
    if sys.platform == "emscripten":
        raise UsageError(
            "A sandbox is a server, and Python that runs inside a web page (Pyodide, as in JupyterLite) is none.",
            remedy="Practise in a notebook whose kernel runs on a computer.",
        )
