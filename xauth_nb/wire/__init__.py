"""The authenticated HTTP session: Authlib's OAuth 1.0a client and :class:`requests.Session` in one.

This is the only room that knows ``requests``. It signs for one server and never for another, follows no redirect of a
signed call, and turns what can go wrong on the way into the errors of :mod:`xauth_nb.errors`.
"""

from __future__ import annotations

from xauth_nb.wire.adapter import Adapter
from xauth_nb.wire.app_only import AppOnly
from xauth_nb.wire.faults import CLOCK_TOLERANCE, check, clock_offset, fault, quoted, skewed_clock
from xauth_nb.wire.limits import server_time, world_time
from xauth_nb.wire.problems import Problem, is_page, read_problem
from xauth_nb.wire.retries import follows_a_loss
from xauth_nb.wire.session import SignedSession
from xauth_nb.wire.signing import RequestSigner

__all__ = [
    "CLOCK_TOLERANCE",
    "Adapter",
    "AppOnly",
    "Problem",
    "RequestSigner",
    "SignedSession",
    "check",
    "clock_offset",
    "fault",
    "follows_a_loss",
    "is_page",
    "quoted",
    "read_problem",
    "server_time",
    "skewed_clock",
    "world_time",
]
