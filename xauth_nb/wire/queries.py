"""Requests prepared once: most that a session sends differ in their query and their signature alone.

requests would merge and check the same headers for each, and parse, unquote and quote the whole address a second time,
which together costs more than the signature.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import requests
from requests.auth import AuthBase
from requests.sessions import merge_hooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from xauth_nb.wire.signing import RequestSigner

__all__ = ["Alike", "Completed", "plain_query"]


def plain_query(request: requests.Request) -> str:
    """Write the parameters as requests would; nothing where they are of an unusual kind, or the address has a query.

    Parameters
    ----------
    request : requests.Request
    """
    params = request.params
    is_plain = type(params) is dict and all(type(value) in (str, int) for value in params.values())
    if not is_plain or {"?", "#"} & set(request.url or ""):
        return ""
    return "&".join([_pair(name, value) for name, value in params.items()])


@functools.lru_cache(maxsize=256)
def _pair(name: str, value: str | int) -> str:
    return urlencode([(name, value)])  # lists of fields are long, and the same for each page


class Completed(AuthBase):
    """Add the query to a prepared request before it is signed.

    Parameters
    ----------
    query : str
    signer : RequestSigner
    """

    def __init__(self, query: str, signer: RequestSigner) -> None:
        self._query, self._signer = query, signer

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Do it, and sign."""
        request.url = f"{request.url}?{self._query}"
        return self._signer(request)


class Alike:
    """Requests like the one before: copies of what requests made of that one, each with a query of its own."""

    def __init__(self) -> None:
        self._last: tuple[object, requests.PreparedRequest] | None = None

    def prepared(
        self,
        request: requests.Request,
        query: str,
        session: requests.Session,
        prepare: Callable[[requests.Request], requests.PreparedRequest],
    ) -> requests.PreparedRequest | None:
        """Prepare a request, and sign it, as requests would.

        Parameters
        ----------
        request : requests.Request
        query : str
            What :func:`plain_query` made of its parameters.
        session : SignedSession
            Whose headers and hooks go with it, and who signs it.
        prepare : callable
            Lets requests do it.

        Returns
        -------
        requests.PreparedRequest or None
            ``None`` for one that brings more than parameters and hooks, or a cookie.
        """
        brings = request.headers, request.data, request.files, request.json, request.cookies
        if any(brings) or request.json is not None or len(session.cookies):
            return None
        key = request.method, request.url, [*session.headers.items()]
        last = self._last  # of another thread, perhaps, and whole in any case
        if last is None or last[0] != key:
            bare = requests.Request(request.method, request.url, auth=_Unsigned())
            last = self._last = key, prepare(bare)
        made = last[1].copy()
        made.hooks = requests.hooks.default_hooks()
        made.prepare_hooks(merge_hooks(request.hooks, session.hooks))  # type: ignore[no-untyped-call]  # as requests has it
        return Completed(query, session.auth)(made)  # type: ignore[arg-type]  # a signer: its caller saw to it


class _Unsigned(AuthBase):
    """Stands where a signature comes later."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request
