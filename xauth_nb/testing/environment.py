"""A sandbox with somebody signed in, told by environment variables: what a kernel needs to run unattended."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from xauth_nb.credentials import CLIENT_VARIABLES, HOME_VARIABLE, TOKEN_VARIABLES
from xauth_nb.endpoints import ENDPOINT_VARIABLE
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox
from xauth_nb.sandbox.practice import HOME_BEFORE_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from xauth_nb.credentials import TokenCredentials

__all__ = ["SignedInSandbox", "announced", "running", "started"]

running: list[Sandbox] = []
"""The sandboxes that tests have running, for the search for their secrets."""


class SignedInSandbox:
    """Start a sandbox, sign somebody in through the real three legs, and tell it to this process's environment.

    Leaving the context puts the environment back and stops the sandbox. Tokens that are kept meanwhile go to a folder
    of their own, so nothing of the person who runs this is read or written.

    Parameters
    ----------
    signed_in_as : str or None
        Who is signed in; nobody for ``None``, so that ``login()`` shows its card.
    **world
        As in :class:`~xauth_nb.Sandbox`.

    Examples
    --------
    >>> with SignedInSandbox("ada"):
    ...     x = login()
    """

    def __init__(self, signed_in_as: str | None = "ada", **world: Any) -> None:
        self._signed_in_as = signed_in_as
        self._world = world
        self._stack = ExitStack()

    def __enter__(self) -> Sandbox:
        with ExitStack() as stack:
            sandbox = stack.enter_context(started(**self._world))
            token = sandbox.sign_in(self._signed_in_as.removeprefix("@")) if self._signed_in_as else None
            stack.enter_context(announced(sandbox, token))
            self._stack = stack.pop_all()
        return sandbox

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()


@contextmanager
def started(**world: Any) -> Iterator[Sandbox]:
    """Run a sandbox whose secrets :func:`~xauth_nb.testing.assert_no_secrets` knows; practice day unless told.

    Parameters
    ----------
    **world
        As in :class:`~xauth_nb.Sandbox`.
    """
    with Sandbox(**{"at": PRACTICE_DAY, **world}) as sandbox:
        running.append(sandbox)
        try:
            yield sandbox
        finally:
            running.remove(sandbox)


@contextmanager
def announced(sandbox: Sandbox, token: TokenCredentials | None) -> Iterator[None]:
    """Tell this process, and the kernels that it starts, about a sandbox and who is signed in; then put all back.

    Parameters
    ----------
    sandbox : Sandbox
    token : TokenCredentials or None
        Nobody is signed in for ``None``.
    """
    before = dict(os.environ)
    try:
        with tempfile.TemporaryDirectory(prefix="xauth_nb-") as home:
            for key_variable, secret_variable in (*CLIENT_VARIABLES, *TOKEN_VARIABLES):
                os.environ.pop(key_variable, None)
                os.environ.pop(secret_variable, None)
            os.environ |= {ENDPOINT_VARIABLE: sandbox.base_url, HOME_VARIABLE: home}
            os.environ[HOME_BEFORE_VARIABLE] = before.get(HOME_VARIABLE, "")  # for sandbox.stop()
            os.environ |= zip(CLIENT_VARIABLES[0], (sandbox.client.key, sandbox.client.secret), strict=True)
            if token:
                os.environ |= zip(TOKEN_VARIABLES[0], (token.token, token.secret), strict=True)
            yield
    finally:
        for name in os.environ.keys() - before.keys():
            del os.environ[name]
        os.environ.update(before)
