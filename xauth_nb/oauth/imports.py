"""Read the OAuth 1.0a accounts that twurl, twarc and xurl keep, when asked to; never write there, never quote a value.

The formats, as those programs write them (twitter/twurl ``rcfile.rb``, DocNow/twarc ``client.py`` and ``command2.py``,
xdevplatform/xurl ``store/tokens.go`` and ``store/paths.go``):

* twurl, ``~/.twurlrc``: YAML, profiles → user name → consumer key → the five values;
* twarc, ``~/.twarc``: INI, one section a user; twarc2, ``~/.config/twarc/config``: quoted values without a section;
* xurl, ``~/.xurl``, since 1.3 a folder with ``auth.yml``: YAML, apps → name → ``oauth1_token`` → ``oauth1``; before 1.0
  JSON with one ``oauth1_tokens``.
"""

from __future__ import annotations

import configparser
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.credentials.secrecy import clean_errors
from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.paths import path_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_accounts"]

_KNOWN = ("~/.twurlrc", "~/.config/twarc/config", "~/.twarc", "~/.xurl")
_LARGEST = 1_000_000  # bytes: far more than any of these files has
_INI = re.compile(r"(\[)|\w+\s*=")
_NO_NAMES = ("main", "default")  # what twarc calls a section when it does not know whose it is


def read_accounts(path: str | Path | None = None) -> list[tuple[ClientCredentials, TokenCredentials]]:
    """Read the accounts of another program; saving them is the caller's business.

    Parameters
    ----------
    path : str or pathlib.Path, optional
        A file of twurl, twarc or xurl, told apart by what is in it; all of theirs that exist in the home folder where
        not given.

    Returns
    -------
    list of (ClientCredentials, TokenCredentials)
        Each account with its app, the default of twurl or xurl last in its file. ``screen_name`` is what the other
        program calls it, ``None`` with twarc2 and xurl because they do not write down whose a token is. Only X can tell
        for certain.

    Raises
    ------
    StoreError
        If a file cannot be read, is none of these, or has no OAuth 1.0a account in it.
    MissingDependencyError
        If the file is YAML and PyYAML is not installed.

    Notes
    -----
    With no path, a file of theirs that has no OAuth 1.0a account is passed over, because xurl is mostly used without.
    """
    with clean_errors():
        return _accounts_at(path)


def _accounts_at(path: str | Path | None) -> list[tuple[ClientCredentials, TokenCredentials]]:
    if path is not None:
        accounts = _accounts_in(_file_at(path_of(path)))
        if not accounts:
            raise StoreError(
                f"{path} has no OAuth 1.0a account in it: an app's key and secret with an access token and its secret.",
                remedy="Bearer tokens and OAuth 2.0 tokens cannot be used here. Sign in with login() instead.",
            )
        return accounts
    known = [_file_at(path_of(place)) for place in _KNOWN]
    return [account for file in known if file.is_file() for account in _accounts_in(file)]


def _file_at(path: Path) -> Path:
    return path / "auth.yml" if path.is_dir() else path


class _Entry(NamedTuple):
    key: object
    secret: object
    token: object
    token_secret: object
    screen_name: str | None = None
    is_default: bool = False

    def __repr__(self) -> str:
        return "_Entry(…)"


def _accounts_in(file: Path) -> list[tuple[ClientCredentials, TokenCredentials]]:
    accounts = []
    for entry in sorted(_entries(file), key=lambda entry: entry.is_default):  # the last one is what login() takes
        if not all(entry[:4]):
            continue  # only an app, or a bearer token
        try:
            # What is no text, such as a number that YAML made of it, is refused by the credentials themselves.
            client = ClientCredentials(entry.key, entry.secret)  # type: ignore[arg-type]
            token = TokenCredentials(entry.token, entry.token_secret, None, entry.screen_name)  # type: ignore[arg-type]
        except UsageError as error:
            raise StoreError(
                f"{file} has an account in it that cannot be right. {error.message}",
                remedy="Mend or remove that account in the file, with the program that wrote it.",
            ) from None
        accounts.append((client, token))
    return accounts


def _entries(file: Path) -> Iterator[_Entry]:
    """Tell the formats apart by what is in them, and go through their accounts."""
    try:
        if file.stat().st_size > _LARGEST:
            raise _NotTheirsError
        content = _parsed(file.read_text(encoding="utf-8-sig"))
        if "profiles" in content:  # twurl
            settings = content.get("configuration")
            chosen = settings.get("default_profile") if isinstance(settings, dict) else None
            for user, apps in _items(content["profiles"]):
                for key, values in _items(apps):
                    found = _entry(values, "consumer_key", "consumer_secret", "token", "secret", user)
                    yield found._replace(is_default=chosen in ([user, key], [user]))
        elif "sections" in content:  # twarc
            for section, values in _items(content["sections"]):
                name = None if section in _NO_NAMES else section
                yield _entry(values, "consumer_key", "consumer_secret", "access_token", "access_token_secret", name)
        elif "apps" in content:  # xurl
            for name, app in _items(content["apps"]):
                yield _of_xurl(app.get("oauth1_token"))._replace(is_default=name == content.get("default_app"))
        elif "oauth2_tokens" in content or "oauth1_tokens" in content:  # xurl before 1.0
            yield _of_xurl(content.get("oauth1_tokens"))
        else:
            raise _NotTheirsError
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StoreError(f"{file} could not be read: {why}.", remedy="Check the path, and that it is yours.") from None
    # A parser quotes the line that it stumbles on, and that line may be a secret: nothing of its message gets out.
    except (_NotTheirsError, ValueError, RecursionError, AttributeError, configparser.Error):
        raise StoreError(
            f"{file} is not a file of twurl, twarc or xurl, or it is damaged.",
            remedy=f"Those are {', '.join(_KNOWN[:-1])} and {_KNOWN[-1]}.",
        ) from None


class _NotTheirsError(Exception):
    """The content is none of the formats above. Never leaves this module."""


def _items(mapping: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, values in mapping.items():
        if not isinstance(values, dict):
            raise _NotTheirsError
        yield str(name), values


def _entry(
    values: dict[str, Any], key: str, secret: str, token: str, token_secret: str, name: str | None = None
) -> _Entry:
    return _Entry(values.get(key), values.get(secret), values.get(token), values.get(token_secret), name)


def _of_xurl(token: Any) -> _Entry:
    values = (token or {}).get("oauth1") or {}
    return _entry(values, "consumer_key", "consumer_secret", "access_token", "token_secret")


def _parsed(text: str) -> dict[str, Any]:
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and line[0] not in "#;"), "")
    if ini := _INI.match(first):
        parser = configparser.ConfigParser(interpolation=None, strict=False)
        parser.read_string(text if ini[1] else f"[{_NO_NAMES[0]}]\n{text}")
        return {
            "sections": {
                section: {name: value.strip("'\"") for name, value in parser.items(section)}
                for section in parser.sections()
            }
        }
    content = json.loads(text) if text.lstrip().startswith("{") else _parsed_yaml(text)
    if not isinstance(content, dict):
        raise _NotTheirsError
    return content


def _parsed_yaml(text: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise MissingDependencyError(
            "Reading the files of twurl and xurl needs the package PyYAML, which is not installed.",
            remedy="Run: pip install pyyaml",
        ) from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        raise _NotTheirsError from None
