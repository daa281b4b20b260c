"""The query of a request, written once: requests would parse, unquote and quote the whole address a second time."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from requests.auth import AuthBase

if TYPE_CHECKING:
    import requests

    from xauth_nb.wire.signing import RequestSigner

__all__ = ["Completed", "plain_query"]


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
def _pair(name: object, value: str | int) -> str:
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
