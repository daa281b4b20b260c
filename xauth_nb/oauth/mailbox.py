"""Pass X's answer from a Jupyter server to the kernel that waits for it; never to another user, and never twice.

The two run as one user, but perhaps in different environments, so they share only a folder in that user's home. A
kernel announces a sign-in by an empty file named by the SHA-256 of its request token. The server accepts answers to
announced tokens alone: it fills the file and renames it, which succeeds once. The kernel reads it and removes it.

The folder is the system's place for this user's data, and deliberately neither of the two others that suggest
themselves: ``XAUTH_NB_HOME`` is set in a kernel alone by practice mode, and Jupyter's runtime folder by hubs and kernel
specs for a server or a kernel alone. What places this one (``HOME`` and ``XDG_DATA_HOME`` on Linux) reaches both.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import stat
import sys
import threading
import time
from collections import deque
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from xauth_nb.endpoints import is_loopback
from xauth_nb.errors import LoginUnavailableError, UsageError
from xauth_nb.oauth.answer import parse_answer
from xauth_nb.oauth.disk import system_directory
from xauth_nb.oauth.ownership import make_folders

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

__all__ = ["PATH", "CallbackMailbox", "Delivery", "Postman", "is_for_server", "mailbox_folder"]

PATH = "xauth/callback"
"""Where the server extension answers, below the server's base URL."""

_LIFETIME = 3600.0  # seconds; a link of X is dead after a quarter of an hour
_GLANCE = 0.2  # seconds between two looks into the folder
_LONGEST = 4096  # bytes that are read of an answer; a real one has about a hundred
_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)


def is_for_server(callback: str) -> bool:
    """Say whether a callback leads to a Jupyter server rather than to a port that the kernel opens itself.

    Parameters
    ----------
    callback : str
        Every https address of another host does; one of this machine if it ends in ``/xauth/callback``.
    """
    try:
        parts = urlsplit(callback)
        host = parts.hostname
    except ValueError:
        return False
    if host and is_loopback(host):
        return parts.path.endswith(f"/{PATH}")
    return parts.scheme == "https" and bool(host)


def mailbox_folder() -> Path:
    """Say which folder the server and the kernels of this user share."""
    return system_directory() / "callbacks"


class CallbackMailbox:
    """Wait for the answer that this user's Jupyter server receives. A context manager: leaving it removes every trace.

    Works while a cell waits and while none does: it needs no event loop. It stops by itself after an hour.

    Parameters
    ----------
    authorize_url : str
        The link of the sign-in, which carries its request token.
    on_answer : Callable
        Called once, in a thread of the mailbox, with the query string of the answer, an approval or a refusal. It must
        not raise; it may close the mailbox.
    folder : pathlib.Path, optional
        :func:`mailbox_folder` where not given.
    """

    def __init__(self, authorize_url: str, on_answer: Callable[[str], None], *, folder: Path | None = None) -> None:
        token = parse_qs(urlsplit(authorize_url).query)["oauth_token"][0]
        self._folder = folder or mailbox_folder()
        self._wait, self._answer = _files(self._folder, token)
        self._on_answer = on_answer
        self._is_closed = threading.Event()

    def start(self) -> CallbackMailbox:
        """Announce the sign-in and begin to wait.

        Returns
        -------
        CallbackMailbox
            Itself.

        Raises
        ------
        LoginUnavailableError
            If the folder cannot be made, or is not this user's own.
        """
        try:
            _make_private(self._folder)
            _sweep(self._folder)
            os.close(os.open(self._wait, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o600))
            self._wait.chmod(0o600)  # whatever the umask took
        except OSError as error:
            raise LoginUnavailableError(
                f"X's answer cannot be handed to this notebook: the folder {self._folder} cannot be used "
                f"({error.strerror or type(error).__name__}).",
                remedy="Make room or give yourself access there. Or use a PIN: leave callback out, and set "
                "XAUTH_NB_CALLBACK to oob if it is set.",
            ) from error
        atexit.register(self.close)  # a kernel that is shut down leaves nothing behind
        threading.Thread(target=self._watch, name="xauth_nb mailbox", daemon=True).start()
        return self

    def close(self) -> None:
        """Stop waiting: an answer that comes now is not accepted. May be called twice, and from any thread."""
        self._is_closed.set()
        atexit.unregister(self.close)
        # In this order: the server renames the first into the second, so nothing can be left.
        with contextlib.suppress(OSError):
            self._wait.unlink(missing_ok=True)
            self._answer.unlink(missing_ok=True)

    def __enter__(self) -> CallbackMailbox:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _watch(self) -> None:
        end = time.monotonic() + _LIFETIME
        try:
            while not self._is_closed.wait(_GLANCE) and time.monotonic() < end:
                if (query := self._read()) and not self._is_closed.is_set():
                    self._answer.unlink(missing_ok=True)
                    self._on_answer(query)
                    return
        finally:
            self.close()

    def _read(self) -> str:
        try:
            with os.fdopen(os.open(self._answer, os.O_RDONLY | _NO_FOLLOW), "rb") as file:
                return file.read(_LONGEST).decode("ascii", "replace")
        except OSError:  # not there yet
            return ""


class Delivery(Enum):
    """What became of an answer."""

    APPROVAL = "an approval, handed over"
    REFUSAL = "a refusal, handed over"
    REPEATED = "handed over before"
    REFUSED = "not an answer that anybody waits for"


class Postman:
    """The server's half: hand answers over to the kernels of this user that wait for them.

    Parameters
    ----------
    folder : pathlib.Path, optional
        :func:`mailbox_folder` where not given.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or mailbox_folder()
        self._delivered: deque[Path] = deque(maxlen=64)  # only to tell a repetition from a stranger

    def deliver(self, query: str) -> Delivery:
        """Hand over a query string, if a kernel has announced its request token and nobody has answered yet.

        Parameters
        ----------
        query : str

        Returns
        -------
        Delivery
        """
        try:
            answer = parse_answer(f"?{query}")
        except UsageError:
            return Delivery.REFUSED
        wait, filled = _files(self._folder, answer.request_token or "")
        if not _is_private(self._folder):
            return Delivery.REFUSED
        _sweep(self._folder)
        try:
            _fill(wait, query.encode("ascii"))
            wait.rename(filled)
        except (OSError, ValueError):
            return Delivery.REPEATED if filled in self._delivered else Delivery.REFUSED
        self._delivered.append(filled)
        return Delivery.REFUSAL if answer.is_denied else Delivery.APPROVAL

    def is_fetched(self, query: str) -> bool:
        """Say whether the kernel has taken an answer that was handed over.

        Parameters
        ----------
        query : str
        """
        return not _files(self._folder, parse_answer(f"?{query}").request_token or "")[1].exists()


def _files(folder: Path, request_token: str) -> tuple[Path, Path]:
    """Name the file that announces a sign-in, and the one that answers it. Neither name tells the token."""
    name = hashlib.sha256(request_token.encode()).hexdigest()
    return folder / f"{name}.wait", folder / f"{name}.answer"


def _fill(path: Path, content: bytes) -> None:
    """Write into a file that stands there already, if it is a plain file of ours and of that one name."""
    with os.fdopen(os.open(path, os.O_WRONLY | _NO_FOLLOW | getattr(os, "O_NONBLOCK", 0)), "wb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or not _is_ours(found):
            raise ValueError(path.name)
        file.truncate(0)  # nothing that stood there stays behind the answer
        file.write(content)


def _make_private(folder: Path) -> None:
    make_folders(folder)
    if not _is_private(folder):
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or not _is_ours(found):
            raise NotADirectoryError(0, "it is a link, or belongs to somebody else")
        folder.chmod(0o700)


def _is_private(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    is_closed = sys.platform == "win32" or not found.st_mode & 0o077
    return stat.S_ISDIR(found.st_mode) and _is_ours(found) and is_closed


def _is_ours(found: os.stat_result) -> bool:
    return sys.platform == "win32" or found.st_uid == os.geteuid()


def _sweep(folder: Path) -> None:
    """Remove what kernels left that were killed. What cannot be removed now is tried again next time."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.suffix in (".wait", ".answer") and path.lstat().st_mtime < time.time() - _LIFETIME:
                path.unlink()
