"""Turn what ``requests`` raises on the way into :class:`~xauth_nb.errors.TransportError`; every one of them.

The errors raised here are also the ``requests`` exceptions that they stand for, because a session that *is* a
``requests.Session`` is used by code that catches those.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

from xauth_nb.errors import TransportError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xauth_nb.endpoints import Endpoints

__all__ = ["BrokenAnswer", "ConnectionFailed", "transport_errors"]


class ConnectionFailed(TransportError, requests.ConnectionError):  # noqa: N818 - reads as what happened
    """No connection, or it was lost before an answer came.

    Attributes
    ----------
    may_pass : bool
        Whether the same might succeed in a moment; not where a proxy or a certificate is in the way.
    """

    may_pass = True


class WayBarred(ConnectionFailed):
    """A proxy or a certificate is in the way."""

    may_pass = False


class TimedOut(TransportError, requests.Timeout):  # noqa: N818
    """The server took longer than the time-out."""


class BrokenAnswer(TransportError, requests.exceptions.ChunkedEncodingError):  # noqa: N818
    """The answer began and broke off, or could not be decoded."""

    may_pass = True


@contextmanager
def transport_errors(endpoints: Endpoints) -> Iterator[None]:
    """Translate the exceptions of one request to a server.

    Raises
    ------
    TransportError
    """
    try:
        with _translated(endpoints):
            yield
    except TransportError as error:
        error.is_unsent = _is_unsent(error.__cause__)
        raise


def _is_unsent(error: BaseException | None) -> bool:
    """Say whether no connection came about: then nothing was sent, and with a proxy nothing went through it."""
    reason = getattr(error.args[0], "reason", None) if error and error.args else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError | ProxyError)


@contextmanager
def _translated(endpoints: Endpoints) -> Iterator[None]:
    host = endpoints.host
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise WayBarred(
            f"The secure connection to {host} could not be trusted, probably because a proxy or an old "
            "certificate store stands in between.",
            remedy="Set REQUESTS_CA_BUNDLE to your organisation's certificate file, or update the package certifi.",
        ) from error
    except requests.exceptions.ProxyError as error:
        raise WayBarred(
            f"The proxy on the way to {host} did not let the request through.",
            remedy="Check HTTPS_PROXY and NO_PROXY.",
        ) from error
    except requests.Timeout as error:
        connecting = isinstance(error, requests.exceptions.ConnectTimeout)
        raise TimedOut(
            f"{host} did not {'accept the connection' if connecting else 'answer'} in time.",
            remedy="Try again in a moment; session.timeout = (5, 60) waits longer.",
        ) from error
    except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
        raise BrokenAnswer(
            f"The answer of {host} broke off in the middle, so it cannot be used.",
            remedy="Try again in a moment.",
        ) from error
    except requests.RequestException as error:
        raise ConnectionFailed(
            f"No connection to {host}, or it was lost before an answer came.",
            remedy="The practice server has stopped, probably with the kernel that started it: "
            "run sandbox.use() again, then sign in again."
            if endpoints.is_practice
            else "Check the network, then try again.",
        ) from error
