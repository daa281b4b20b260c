"""A sandbox with somebody signed in, told by environment variables: what a kernel needs to run unattended."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from typing import TYPE_CHECKING

from xauth_nb.credentials import CLIENT_VARIABLES, HOME_VARIABLE, TOKEN_VARIABLES
from xauth_nb.endpoints import ENDPOINT_VARIABLE
from xauth_nb.sandbox import PRACTICE_DAY, Sandbox

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["SignedInSandbox"]


class SignedInSandbox:
    """Start a sandbox, sign somebody in through the real three legs, and tell it to this process's environment.

    Leaving the context puts the environment back and stops the sandbox. Tokens that are kept meanwhile go to a folder
    of their own, so nothing of the person who runs this is read or written.

    Parameters
    ----------
    signed_in_as : str or None
        Who is signed in; nobody for ``None``, so that ``login()`` shows its card.

    Examples
    --------
    >>> with SignedInSandbox("ada"):
    ...     x = login()
    """

    def __init__(self, signed_in_as: str | None = "ada") -> None:
        self._signed_in_as = signed_in_as
        self._stack = ExitStack()

    def __enter__(self) -> Sandbox:
        with ExitStack() as stack:
            sandbox = stack.enter_context(Sandbox(at=PRACTICE_DAY))
            home = stack.enter_context(tempfile.TemporaryDirectory(prefix="xauth_nb-"))
            stack.callback(_restore, dict(os.environ))
            for key_variable, secret_variable in (*CLIENT_VARIABLES, *TOKEN_VARIABLES):
                os.environ.pop(key_variable, None)
                os.environ.pop(secret_variable, None)
            os.environ |= {ENDPOINT_VARIABLE: sandbox.base_url, HOME_VARIABLE: home}
            os.environ |= zip(CLIENT_VARIABLES[0], (sandbox.client.key, sandbox.client.secret), strict=True)
            if self._signed_in_as:
                token = sandbox.sign_in(self._signed_in_as)
                os.environ |= zip(TOKEN_VARIABLES[0], (token.token, token.secret), strict=True)
            self._stack = stack.pop_all()
        return sandbox

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.close()


def _restore(environment: dict[str, str]) -> None:
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ.update(environment)
