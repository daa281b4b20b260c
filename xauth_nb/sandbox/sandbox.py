"""A local X in this process: starts, stops, and lets tests and learners act on it. It never talks to the real one."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Literal

from xauth_nb.credentials import ClientCredentials
from xauth_nb.credentials.secrecy import Discreet
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import MissingDependencyError, UsageError
from xauth_nb.guesses import leading
from xauth_nb.paths import path_of
from xauth_nb.sandbox import visitor
from xauth_nb.sandbox.clock import Clock, moment
from xauth_nb.sandbox.faults import Fault, Faults
from xauth_nb.sandbox.reach import address_here, is_here, require_consent
from xauth_nb.sandbox.settings import Settings

if TYPE_CHECKING:
    import os
    from pathlib import Path
    from types import TracebackType

    from xauth_nb.credentials import TokenCredentials
    from xauth_nb.sandbox.keeping import Kept
    from xauth_nb.sandbox.server import Request, Server
    from xauth_nb.sandbox.state import State
    from xauth_nb.sandbox.world import World

__all__ = ["Sandbox", "require"]


def require() -> None:
    """Check that the packages of the sandbox are installed.

    Raises
    ------
    MissingDependencyError
        If Flask or oauthlib is missing.
    """
    try:
        import flask  # noqa: F401 - only whether it is there
        import oauthlib  # noqa: F401 - the same
    except ImportError as error:
        raise MissingDependencyError(
            f"The sandbox needs the package {error.name}, which is not installed.",
            remedy="Run: pip install 'xauth-nb[sandbox]'",
        ) from None


def _kept_in(file: str | os.PathLike[str] | None) -> tuple[Path | None, Kept | None]:
    if file is None:
        return None, None
    from xauth_nb.sandbox.keeping import read

    path = path_of(file).absolute()
    return path, read(path)


class Sandbox(Discreet):
    """A local X, good for one ``with`` block.

    Parameters
    ----------
    at : str or datetime.datetime, optional
        A moment at which the world stands: each new tweet is one second later, and ids and dates repeat exactly.
        Without it the world lives now. OAuth timestamps are judged by real time in either case.
    port : int, optional
        0, the default, chooses a free one.
    host : str, optional
        Where to listen. Only this machine can reach the default; any other needs ``reachable=True``.
    reachable : bool, keyword-only, optional
        Consent to be reached from other machines. A sandbox lets everybody who reaches it sign in as anybody, over a
        connection that is not encrypted, and shows what was posted.
    tweets : int, keyword-only, optional
        How many seeded tweets the circle has that may sign in; the many beyond it write a third as many. From 6,000 on,
        which are 21 weeks, more of them are more a day. A million takes some three seconds and 30 MB.
    file : str or os.PathLike, keyword-only, optional
        Where the sandbox is kept: what was posted, liked and followed, its keys and the tokens that stand survive a
        restart. A file that exists decides over ``at`` and ``tweets``. One sandbox at a time can use it.
    **switches
        As in :class:`xauth_nb.sandbox.settings.Settings`: ``callbacks``, ``permissions``, ``tier``, ``credits``,
        ``spend_cap``, ``usage_cap``, ``enrolled``, ``user_enrolled``, ``suspended_app``, ``dialect``, ``problem_host``,
        ``daily_limits``, ``rate_limits``, ``suspended``, ``protected``, ``premium``, ``strict_fields``.

    Raises
    ------
    MissingDependencyError
        If Flask or oauthlib is missing.
    UsageError
        If a switch does not exist, nothing can listen there, other machines could reach it and ``reachable`` does not
        say so, or the file is no sandbox's or damaged.

    Examples
    --------
    >>> with Sandbox() as sb:
    ...     sb.users[0], sb.endpoints.is_practice
    ('ada', True)
    """

    _unlisted = frozenset({"secrets"})

    def __init__(
        self,
        at: str | datetime | None = None,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        tweets: int = 6000,
        file: str | os.PathLike[str] | None = None,
        reachable: bool = False,
        **switches: Any,
    ) -> None:
        require()
        require_consent(host, reachable=reachable)
        from xauth_nb.sandbox.state import State

        if not 0 <= tweets <= 5_000_000:
            raise UsageError("A sandbox has between 0 and 5,000,000 tweets.", remedy="Choose tweets= in these bounds.")
        settings = Settings.of(switches)
        self._host, self._port, self._faults = host, port, Faults()
        path, kept = _kept_in(file)
        if kept:
            anchor = datetime.fromtimestamp(kept.anchor // 1000, timezone.utc).replace(
                microsecond=kept.anchor % 1000 * 1000
            )
            clock, tweets = Clock(anchor, stands=kept.stands, latest=kept.latest), kept.tweets
        else:
            clock = Clock(None if at is None else moment(at))
        self._state: State = State(settings, clock, tweets, path, kept)
        self._state.save()  # what cannot be written should be told at the start
        self._server: Server | None = None
        self._requests: list[Request] = []
        self.client = ClientCredentials(self._state.tokens.consumer_key, self._state.tokens.consumer_secret)

    if not TYPE_CHECKING:  # a type checker is to refuse what is not there
        __getattr__ = leading("Sandbox")

    def __repr__(self) -> str:
        return f"Sandbox({'running' if self._server else 'stopped'})"

    def __enter__(self) -> Sandbox:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> Sandbox:
        """Listen. Starting twice does nothing more.

        Raises
        ------
        UsageError
            If nothing can listen there.
        """
        if sys.platform == "emscripten":
            raise UsageError(
                "A sandbox is a server, and Python that runs inside a web page (Pyodide, as in JupyterLite) is none.",
                remedy="Practise in a notebook whose kernel runs on a computer.",
            )
        if self._server is None:
            from xauth_nb.sandbox.app import make_app
            from xauth_nb.sandbox.server import Server

            app = make_app(self._state)
            self._server = Server(self._host, self._port, app, self._state.clock, self._faults)
            self._server.start()
        return self

    def stop(self) -> None:
        """Close the door and every connection. Stopping twice does nothing more."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()
            self._requests = server.requests
            self._state.save()  # reading has spent money, too

    # Where, and who

    @property
    def base_url(self) -> str:
        """Scheme, host and port: where it listens. Of a sandbox that listens everywhere, the address on this machine.

        Raises
        ------
        UsageError
            If the sandbox is not running.
        """
        if self._server is None:
            raise UsageError("The sandbox is not running.", remedy="Use it inside `with Sandbox() as sb:`.")
        host = address_here(self._host)
        return f"http://[{host}]:{self._server.port}" if ":" in host else f"http://{host}:{self._server.port}"

    @property
    def is_reachable(self) -> bool:
        """Whether other machines can reach it."""
        return not is_here(self._host)

    @property
    def endpoints(self) -> Endpoints:
        """What ``login(endpoints=…)`` takes.

        Raises
        ------
        UsageError
            If the sandbox is not running, or listens at an address that is not of this machine alone: nothing is signed
            for a server that speaks plain http elsewhere.
        """
        return Endpoints.at(self.base_url)

    @property
    def users(self) -> list[str]:
        """The screen names of those who may sign in, "ada" first."""
        return [person.username for person in self._state.world.cast]

    @property
    def callbacks(self) -> set[str]:
        """The app's allow-list of callback addresses; add to it what a test needs."""
        return self._state.callbacks

    @property
    def clock(self) -> Clock:
        """The clock, to be moved: ``sb.clock.advance(minutes=16)``."""
        return self._state.clock

    @property
    def world(self) -> World:
        """Who is there and what they wrote."""
        return self._state.world

    @property
    def spent(self) -> float:
        """What the calls so far would have cost, in dollars."""
        return self._state.billing.spent

    @property
    def crashes(self) -> list[Exception]:
        """Errors of the sandbox itself. There should be none."""
        return self._state.crashes

    @property
    def secrets(self) -> list[tuple[str, str]]:
        """Each secret that was issued and still stands, and what it is: for tests that look for leaks."""
        return self._state.tokens.secrets()

    # What arrived

    @property
    def requests(self) -> list[Request]:
        """What arrived, oldest first: method, path, connection, status, and nothing that could hold a secret."""
        return self._server.requests if self._server else list(self._requests)

    @property
    def connections(self) -> int:
        """How many TCP connections carried calls of programs. Pages that a person looks at do not count."""
        return len({request.connection for request in self.requests if request.is_call})

    # Acting

    def approve(self, authorize_url: str, as_user: str = "ada") -> str:
        """Approve a sign-in as a person would, on the page itself.

        Parameters
        ----------
        authorize_url : str
        as_user : str, optional

        Returns
        -------
        str
            The PIN; in callback mode the address that the browser is sent to, which is not opened.

        Raises
        ------
        UsageError
            If the page offers no such person, or cannot be used any more.
        """
        return visitor.approve(authorize_url, as_user)

    def deny(self, authorize_url: str) -> str | None:
        """Press "Cancel" on the page.

        Parameters
        ----------
        authorize_url : str

        Returns
        -------
        str or None
            Where the link back to the app leads, with ``denied=``; nowhere in PIN mode.

        Raises
        ------
        UsageError
            If the page cannot be used any more.
        """
        return visitor.deny(authorize_url)

    def sign_in(self, user: str = "ada", access: Literal["write", "read"] = "write") -> TokenCredentials:
        """Walk the real three legs, and give what they end with.

        Parameters
        ----------
        user : str, optional
        access : {"write", "read"}, optional
        """
        return visitor.sign_in(self.endpoints, self.client, user, access)

    def fail(
        self,
        next: int = 1,
        *,
        status: int | None = None,
        html: bool = False,
        delay: float = 0.0,
        reset: Literal["before", "after"] | None = None,
        truncate: bool = False,
        method: str | None = None,
        path: str | None = None,
        body: dict[str, Any] | str | None = None,
    ) -> None:
        """Let the next calls go wrong.

        Parameters
        ----------
        next : int, optional
            How many calls.
        status : int, optional
            Answer with this status, and do not act.
        html : bool, optional
            Answer with a page of an edge server (503 unless ``status`` says otherwise).
        delay : float, optional
            Wait so many seconds first.
        reset : {"before", "after"}, optional
            Drop the connection before, or after, acting on the call.
        truncate : bool, optional
            Act, then break off in the middle of the answer.
        method, path : str, optional
            Only for calls with this method and this beginning of the path. Pages are spared otherwise.
        body : dict or str, optional
            What is answered with ``status``, so that any refusal of X can be practised.

        Raises
        ------
        UsageError
            If nothing would happen.
        """
        self._faults.add(Fault(next, status, html, delay, reset, truncate, method, path, body))

    def heal(self) -> None:
        """Forget the faults that have not happened yet."""
        self._faults.clear()
