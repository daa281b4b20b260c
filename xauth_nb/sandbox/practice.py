"""Practice mode: a sandbox for this process, announced to everything in it through the environment, and only so."""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from xauth_nb.credentials import (
    CLIENT_VARIABLES,
    HOME_VARIABLE,
    TOKEN_VARIABLES,
    client_credentials_from,
    token_credentials_from,
)
from xauth_nb.credentials.secrecy import Secret
from xauth_nb.endpoints import ENDPOINT_VARIABLE, Endpoints, is_loopback
from xauth_nb.errors import UsageError
from xauth_nb.sandbox import visitor
from xauth_nb.sandbox.clock import moment
from xauth_nb.sandbox.sandbox import Sandbox, require

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["HOME_BEFORE_VARIABLE", "PRACTICE_DAY", "Live", "Practice", "stop", "use"]

PRACTICE_DAY = moment("2026-09-16T15:00:00Z")
"""Where practice mode stands: a Wednesday afternoon, the same on every start."""

HOME_BEFORE_VARIABLE = "XAUTH_NB_HOME_BEFORE_PRACTICE"
"""Set where a demo or a test run moved :data:`HOME_VARIABLE`: what that was before, empty where it was not set."""

_lock = threading.Lock()
_lasting: list[Practice] = []
"""What :func:`use` gave in this process and was not stopped, oldest first."""


class Practice:
    """Practice mode while it lasts. Its repr is constant: no port, no token."""

    def __init__(self, endpoints: Endpoints, sandbox: Sandbox | None, before: dict[str, Secret | None]) -> None:
        self._endpoints = endpoints
        self._sandbox = sandbox
        self._before = before

    def __repr__(self) -> str:
        return "practice mode: a sandbox X on this machine; nothing leaves it"

    @property
    def users(self) -> list[str]:
        """The screen names of those who may sign in, "ada" first."""
        return visitor.users_of(self._endpoints.base_url)

    @property
    def home(self) -> str:
        """The page that shows what was posted."""
        return self._endpoints.url("/")

    def approve(self, authorize_url: str, as_user: str = "ada") -> str:
        """Approve a sign-in as a person would; see :meth:`Sandbox.approve`.

        Parameters
        ----------
        authorize_url : str
        as_user : str, optional
        """
        return visitor.approve(authorize_url, as_user)

    def deny(self, authorize_url: str) -> str | None:
        """Press "Cancel" on the page; see :meth:`Sandbox.deny`.

        Parameters
        ----------
        authorize_url : str
        """
        return visitor.deny(authorize_url)

    def stop(self) -> None:
        """Put the environment back, and stop the sandbox if this call of ``use`` started it."""
        if self in _lasting:
            _lasting.remove(self)
        before, self._before = self._before, {}
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value.plain()
        sandbox, self._sandbox = self._sandbox, None
        if sandbox is not None:
            sandbox.stop()


def use(
    signed_in_as: str | None = None, at: str | datetime | None = PRACTICE_DAY, *, tweets: int | None = None
) -> Practice:
    """Let everything in this process talk to a sandbox instead of X.

    Where ``XAUTH_NB_ENDPOINT`` points at a server on this machine already (a demo, a test run, an earlier call), that
    one is used, and what is set stays as it is.

    Parameters
    ----------
    signed_in_as : str, optional
        Sign this person in too, through the real three legs, so that ``login()`` asks nothing.
    at : str or datetime.datetime, optional
        Where the world stands; ``None`` for now.
    tweets : int, keyword-only, optional
        How many seeded tweets the world has, where this call starts it; as in :class:`Sandbox`.

    Returns
    -------
    Practice

    Raises
    ------
    MissingDependencyError
        If Flask or oauthlib is missing.
    UsageError
        If nobody of that name can sign in, or the sandbox that was announced is gone.
    """
    with _lock:
        before: dict[str, Secret | None] = {}  # what it puts aside are mostly the person's own secrets
        sandbox = None
        if not is_loopback(urlsplit(os.environ.get(ENDPOINT_VARIABLE, "")).hostname):
            sandbox = (Sandbox(at) if tweets is None else Sandbox(at, tweets=tweets)).start()
            atexit.register(sandbox.stop)
            _put(before, ENDPOINT_VARIABLE, sandbox.base_url)
            _put(before, "X_API_KEY", sandbox.client.key)
            _put(before, "X_API_SECRET", sandbox.client.secret)
            # What is kept while practising (tokens) must neither be found tomorrow nor mix with what is kept for X.
            home = tempfile.TemporaryDirectory(prefix="xauth_nb-practice-", ignore_cleanup_errors=True)
            atexit.register(home.cleanup)
            _put(before, HOME_VARIABLE, home.name)
            for name in ("X_ACCESS_TOKEN", "X_ACCESS_TOKEN_SECRET"):
                _put(before, name, None)  # tokens of the real X are of no use here, and must not be tried
        practice = Practice(Endpoints.from_environment(os.environ), sandbox, before)
        if sandbox is None:
            visitor.users_of(practice._endpoints.base_url)  # is the one that was announced still there?
        if signed_in_as is not None:
            try:
                _sign_in(practice, before, signed_in_as)
            except BaseException:
                practice.stop()
                raise
        if before:
            _lasting.append(practice)
        return practice


class Live:
    """What :func:`stop` leaves behind: one line that says where the process stands now."""

    def __repr__(self) -> str:
        return "live: login() now signs in to X itself, where posts are public and calls are billed"


def stop() -> Live:
    """End practice: from the next ``login()`` on, everything in this process talks to X.

    Whatever began it: ``use()`` here, or the environment that ``xauth-nb demo`` gave to the notebook. Its keys and
    tokens are forgotten, and the sign-ins that are kept for X are found again. What was set aside by ``use()`` is put
    back. It holds until the kernel is restarted; without practice it changes nothing.

    A session of the sandbox stays one: it never speaks to X, and once its sandbox has ended it speaks to nobody.

    Returns
    -------
    Live

    Examples
    --------
    >>> stop()
    live: login() now signs in to X itself, where posts are public and calls are billed
    """
    with _lock:
        for practice in reversed(_lasting.copy()):
            practice.stop()
        if is_loopback(urlsplit(os.environ.get(ENDPOINT_VARIABLE, "")).hostname):
            # The keys that count beside a sandbox's address are that sandbox's; X would refuse them.
            keys = next((names for names in CLIENT_VARIABLES if names[0] in os.environ), ())
            for name in (ENDPOINT_VARIABLE, *keys, *TOKEN_VARIABLES[0]):
                os.environ.pop(name, None)
        home = os.environ.pop(HOME_BEFORE_VARIABLE, None)
        if home:
            os.environ[HOME_VARIABLE] = home
        elif home is not None:
            os.environ.pop(HOME_VARIABLE, None)
    return Live()


def _sign_in(practice: Practice, before: dict[str, Secret | None], user: str) -> None:
    name = user.removeprefix("@")
    client = client_credentials_from(os.environ)
    if client is None:
        raise UsageError(
            "The sandbox that runs here gave this process no key, so nobody can be signed in.",
            remedy="Set X_API_KEY and X_API_SECRET to what the sandbox printed when it started.",
        )
    endpoints = Endpoints.from_environment(os.environ)
    held = token_credentials_from(os.environ)
    if held is not None and visitor.name_of(endpoints, client, held) == name:
        return
    require()
    token = visitor.sign_in(endpoints, client, name, "write")
    _put(before, "X_ACCESS_TOKEN", token.token)
    _put(before, "X_ACCESS_TOKEN_SECRET", token.secret)


def _put(before: dict[str, Secret | None], name: str, value: str | None) -> None:
    before.setdefault(name, Secret(os.environ[name]) if name in os.environ else None)
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
