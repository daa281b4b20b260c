"""The certificate authorities of a process, loaded once for each state of their file."""

from __future__ import annotations

import functools
import os
import ssl

from requests.exceptions import SSLError
from urllib3.util.ssl_ import create_urllib3_context

__all__ = ["NoAuthorities", "context_for"]


class NoAuthorities(SSLError):  # noqa: N818 - reads as what happened
    """A file of certificate authorities cannot be used; the message says why, as the end of a sentence."""


def context_for(authorities: str) -> ssl.SSLContext:
    """Give the TLS context of a file or folder of authorities; the same one until the file changes.

    Loading takes longer than all three legs of a sign-in (25 ms).

    Parameters
    ----------
    authorities : str
        Path, as OpenSSL takes it.

    Raises
    ------
    NoAuthorities
        If it is not there, cannot be read, or holds no certificate.
    """
    try:
        now = os.stat(authorities)  # noqa: PTH116 - the string goes to OpenSSL as it is
        return _loaded(authorities, (now.st_mtime_ns, now.st_size, now.st_ino))
    except FileNotFoundError:
        raise NoAuthorities("names a file that does not exist") from None
    except ssl.SSLError:
        raise NoAuthorities("names a file that holds no certificate in PEM form") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "the path is none").lower()
        raise NoAuthorities(f"names a file that cannot be read ({reason})") from None


@functools.lru_cache(maxsize=8)
def _loaded(authorities: str, state: tuple[int, int, int]) -> ssl.SSLContext:
    context = create_urllib3_context()
    folder = os.path.isdir(authorities)  # noqa: PTH112 - the string goes to OpenSSL as it is
    context.load_verify_locations(capath=authorities if folder else None, cafile=None if folder else authorities)
    return context
