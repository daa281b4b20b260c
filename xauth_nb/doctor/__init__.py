"""What is wrong with my set-up? Looks and tells, mends nothing; never raises for what is broken, and never hangs."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

from xauth_nb.doctor import files, machine
from xauth_nb.doctor.report import Check, Report
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import TransportError, XAuthError
from xauth_nb.wire.in_page import refuse_in_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Check", "Report", "doctor"]


def doctor(profile: str | None = None, *, callback: str | None = None, timeout: float = 20) -> Report:
    """Look for what is wrong with this set-up, and say what to do about it.

    It looks at Python and the packages, the front end and whether a cell can wait, the files of this package, the
    keyring, network, proxy and clock, and tries the app's keys (by a request token), the callback and the token (by
    ``users/me``). Neither of these calls is billed (X's docs, "Pricing"), nothing is posted, and nothing is changed: to
    see whether the disk takes more, a file without a name is written and locked, and gone when it is closed.

    Parameters
    ----------
    profile : str, optional
        Look at this kept sign-in, such as ``"@ada"``, instead of the one that :func:`~xauth_nb.login` would use.
    callback : str, optional
        Try whether this address is registered with the app; ``XAUTH_NB_CALLBACK`` where not given.
    timeout : float
        Seconds after which it answers in any case.

    Returns
    -------
    Report
        A tuple of checks that shows as a table. Nothing secret is in it, so it can be pasted into an issue.

    Examples
    --------
    >>> report = doctor()
    >>> report["clock"].status
    'ok'
    """
    deadline = time.monotonic() + timeout
    found = [
        *_safely("python", machine.python),
        *_safely("packages", machine.packages),
        *_safely("front end", machine.front_end),  # asked here, because another thread is in no cell
        *_safely("store", files.store),
        *_safely("ledger", files.ledger),
        *_safely("sandbox", machine.sandbox_extra),
    ]
    try:
        refuse_in_page()
    except TransportError as error:  # then there is nothing to ask, and no thread to ask on
        return Report((*found, Check("network", "fail", error.message, error.remedy)))
    # A name that is not resolved, or a keyring that waits for a password, cannot be stopped: so they are left behind.
    slow: list[Check] = []
    names = ["keyring", "network", "app keys", "token"]
    worker = threading.Thread(target=_ask, args=(slow, names, profile, callback), name="xauth_nb doctor", daemon=True)
    worker.start()
    worker.join(max(0.0, deadline - time.monotonic()))
    found += slow
    for place, name in enumerate(list(names) if worker.is_alive() else ()):
        finding = f"No answer within {timeout:g} seconds." if place == 0 else "There was no time left for it."
        found.append(Check(name, "skipped" if place else "fail", finding, "" if place else "Try again later."))
    return Report(found)


def _ask(found: list[Check], names: list[str], profile: str | None, callback: str | None) -> None:
    """Do what may take its time. ``names`` loses each check that is done."""

    def done(checks: list[Check]) -> None:
        found.extend(checks)
        names.pop(0)

    done(_safely("keyring", files.keyring_works))
    try:
        from xauth_nb.doctor.server import Visit

        visit = Visit(Endpoints.from_environment(os.environ), profile=profile, callback=callback)
    except XAuthError as error:
        done([Check("network", "fail", error.message, error.remedy)])
        names.clear()
        return
    done(_safely("network", visit.network))
    done(_safely("app keys", visit.app_keys))
    done(_safely("token", visit.token))


def _safely(name: str, look: Callable[[], Check | Iterable[Check]]) -> list[Check]:
    """Look, and make a finding of whatever goes wrong with the looking."""
    found: list[Check] = []
    try:
        seen = look()
        found.extend([seen] if isinstance(seen, Check) else seen)
    except XAuthError as error:
        found.append(Check(name, "fail", error.message, error.remedy))
    except Exception as error:  # noqa: BLE001 - the doctor is for broken set-ups, and an unknown text may hold a secret
        found.append(
            Check(name, "fail", f"This could not be looked at: {type(error).__name__}.", "Please tell it in an issue.")
        )
    return found
