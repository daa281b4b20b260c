"""What a pasted value looks like: X's keys and tokens have shapes of their own, and people take one for another.

The shapes are observed (X's docs and many programs' fixtures): an API key has 25 letters and digits (21 or 22 in old
apps) and its secret 50 (41 to 43); an access token is the account's id, a dash and 31 to 41 letters and digits, its
secret has 40 to 45; a bearer token begins with many A; what OAuth 2.0 gives is base64 and ends in its kind.
"""

from __future__ import annotations

import base64
import binascii
import re

__all__ = [
    "JSON",
    "NAMED",
    "NOT_FILLED_IN",
    "QUOTED",
    "hint_for_keys",
    "hint_for_token",
    "keys_are_swapped",
    "looks_like",
    "token_is_swapped",
]

QUOTED = "a value in quotes"
NOT_FILLED_IN = "a place that was not filled in"
JSON = "a piece of JSON"
NAMED = "a value with the name of its variable before it"
_QUOTES = "\"'`“”„‘’«»"
_PLACEHOLDER = re.compile(
    r"(?i:none|null|nil|undefined|todo|change[-_ ]?me|your[-_ ].+|<your.*|[x.*]{8,})|"
    r"\$\w+|\$?\{+[^{}\"':]*\}+|\$\([^()]*\)|%\w+%|<[^<>]*>|\[[^\[\]]*\]"
)
_WITH_ITS_NAME = re.compile(r"(?:export\s+|set\s+)?[A-Z]+(?:_[A-Z]+)+\s*[=:]\s*\S")
_BEARER = re.compile(r"[Bb]earer\s+.*|A{15}.{36,}")
_ACCESS_TOKEN = re.compile(r"[0-9]{1,20}-[A-Za-z0-9]{25,}")
_KINDS_OF_OAUTH2 = {
    b"ci": "an OAuth 2.0 Client ID",
    b"at": "an OAuth 2.0 access token",
    b"rt": "an OAuth 2.0 refresh token",
}
_URL_SAFE = str.maketrans("-_", "+/")
_KEY_LENGTHS, _SECRET_LENGTHS = {21, 22, 25}, {41, 42, 43, 50}


def looks_like(value: str) -> str:
    """Say what a value certainly is, where that is no half of an app's keys and no secret of a token.

    Parameters
    ----------
    value : str
        Without blanks around it.

    Returns
    -------
    str
        Such as ``a bearer token``; empty for anything else.

    Examples
    --------
    >>> looks_like('"quoted"')
    'a value in quotes'
    """
    if value[:1] in _QUOTES or value[-1:] in _QUOTES:
        return QUOTED
    if _PLACEHOLDER.fullmatch(value):
        return NOT_FILLED_IN
    if value[:1] == "{" and value[-1:] == "}":
        return JSON
    if _WITH_ITS_NAME.match(value):
        return NAMED
    if _BEARER.fullmatch(value):
        return "a bearer token"
    if _ACCESS_TOKEN.fullmatch(value):
        return "an access token"
    return _of_oauth2(value)


def keys_are_swapped(key: str, secret: str) -> bool:
    """Say whether an app's key and its secret stand in each other's place, by their lengths."""
    return _is_plain(key + secret) and len(key) in _SECRET_LENGTHS and len(secret) in _KEY_LENGTHS


def token_is_swapped(token: str, secret: str) -> bool:
    """Say whether a token and its secret stand in each other's place: only the token has the account's id in front."""
    return bool(_ACCESS_TOKEN.fullmatch(secret)) and not looks_like(token)


def hint_for_keys(key: str, secret: str) -> str:
    """Say what is odd about keys that X has refused; empty where nothing is.

    Parameters
    ----------
    key, secret : str

    Returns
    -------
    str
        Whole sentences, without the values.
    """
    if key == secret:
        return "API key and API key secret are one and the same value."
    said = [
        _odd_length("API key", key, 25, _KEY_LENGTHS),
        _odd_length("API key secret", secret, 50, _SECRET_LENGTHS),
    ]
    return " ".join(filter(None, said))


def hint_for_token(token: str, secret: str) -> str:
    """Say what is odd about a token that X has refused; empty where nothing is.

    Parameters
    ----------
    token, secret : str

    Returns
    -------
    str
        Whole sentences, without the values.
    """
    if not _ACCESS_TOKEN.fullmatch(token):
        what = "looks like an API key: it" if _is_plain(token) and len(token) in _KEY_LENGTHS else "is no whole one: it"
        return f"The access token {what} does not begin with an account's number and a dash, as X's do."
    return _odd_length("access token secret", secret, 45, set(range(40, 46)))


def _odd_length(what: str, value: str, usual: int, lengths: set[int]) -> str:
    if len(value) in lengths and _is_plain(value):
        return ""
    if len(value) in lengths:
        return f"The {what} has characters in it that are neither letters nor digits, and X's have none."
    return (
        f"The {what} has {len(value)} characters, and X's have {usual}, so it was probably not copied whole or clean."
    )


def _is_plain(value: str) -> bool:
    return value.isascii() and value.isalnum()


def _of_oauth2(value: str) -> str:
    try:
        decoded = base64.b64decode(value.translate(_URL_SAFE) + "=" * (-len(value) % 4), validate=True)
    except (binascii.Error, ValueError):
        return ""
    parts = decoded.split(b":")
    return next((kind for mark, kind in _KINDS_OF_OAUTH2.items() if len(parts) > 1 and mark in parts[1:]), "")
