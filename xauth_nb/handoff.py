"""Hand the session's credentials to other code: another client, or a new process. Prints and sends nothing."""

from __future__ import annotations

from collections.abc import ItemsView, KeysView, ValuesView
from typing import TYPE_CHECKING, Any, NoReturn

from xauth_nb.credentials import CLIENT_VARIABLES, TOKEN_VARIABLES
from xauth_nb.credentials.secrecy import Secret
from xauth_nb.endpoints import ENDPOINT_VARIABLE, X
from xauth_nb.errors import MissingDependencyError
from xauth_nb.face import Face

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import tweepy

    from xauth_nb.wire import RequestSigner

__all__ = ["CredentialsEnvironment", "HandOff"]


class CredentialsEnvironment:
    """Environment variables with their values, which no repr, pickle or copy shows.

    It has a mapping's methods and does not derive from one: crash reporters and variable inspectors unpack those.
    ``dict(…)`` of it is an ordinary dict again, and prints everything: keep that out of outputs.

    Parameters
    ----------
    values : Mapping of str to str
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name: Secret(value) for name, value in values.items()}

    def __getitem__(self, name: str) -> str:
        return self._values[name].plain()

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def keys(self) -> KeysView[str]:
        """Give the names."""
        return KeysView(self)  # a view asks for no more than is here, and shows our repr

    def values(self) -> ValuesView[str]:
        """Give the values."""
        return ValuesView(self)

    def items(self) -> ItemsView[str, str]:
        """Give names and values."""
        return ItemsView(self)

    def get(self, name: str, default: str | None = None) -> str | None:
        """Give a value, or the default where there is none."""
        secret = self._values.get(name)
        return secret.plain() if secret else default

    def __repr__(self) -> str:
        return f"<{', '.join(self)}: the values are not shown>"

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        msg = (
            "Credentials are not pickled or copied: a pickle is a file that gets shared. Call credentials_env() again "
            "where it is needed."
        )
        raise TypeError(msg)


class HandOff(Face):
    """Lets go of the credentials, for people who have code for other clients."""

    def credentials_env(self) -> CredentialsEnvironment:
        """Give the credentials as environment variables, for a process that is started from here.

        In that process ``login()`` finds them and asks nothing.

        Returns
        -------
        CredentialsEnvironment
            A mapping with ``X_API_KEY``, ``X_API_SECRET``, ``X_ACCESS_TOKEN`` and ``X_ACCESS_TOKEN_SECRET``; where the
            session is not bound to X itself (a sandbox), with ``XAUTH_NB_ENDPOINT`` too, so that nothing is sent to X
            by mistake. Its repr shows the names alone.

        Raises
        ------
        LoginRequired
            If the session was signed out.

        Examples
        --------
        >>> import os, subprocess, sys
        >>> script = "from xauth_nb import login; print(login().me().username)"
        >>> environment = {**os.environ, **x.credentials_env()}
        >>> subprocess.check_output([sys.executable, "-c", script], env=environment, text=True).strip()
        'ada'
        """
        keys = _four_values(self.auth)
        values = dict(zip((*CLIENT_VARIABLES[0], *TOKEN_VARIABLES[0]), keys, strict=True))
        if self.endpoints != X:
            values[ENDPOINT_VARIABLE] = self.endpoints.base_url
        return CredentialsEnvironment(values)

    def to_tweepy(self) -> tweepy.Client:
        """Make a client of tweepy that acts for the same account, with the same keys.

        It is a :class:`tweepy.Client`, which speaks API v2, because v1.1 (``tweepy.API``) is closed to new apps but for
        a few calls. Tweepy asks for ``user_auth=True`` in the calls that read, because it would use a bearer token
        there. It is tweepy's own from here on: it knows nothing of this package's budget, waiting and posting once.

        Returns
        -------
        tweepy.Client
            Bound to the server of this session, a sandbox too.

        Raises
        ------
        MissingDependencyError
            If tweepy is not installed.
        LoginRequired
            If the session was signed out.

        Examples
        --------
        >>> x.to_tweepy().get_me().data.username
        'ada'
        """
        try:
            import tweepy
        except ImportError:
            raise MissingDependencyError(
                "A client of tweepy needs the package tweepy, which is not installed.", remedy="Run: pip install tweepy"
            ) from None
        client = tweepy.Client(None, *_four_values(self.auth))
        if self.endpoints != X:
            _bind(client, self.endpoints.base_url)
        return client


def _four_values(signer: RequestSigner) -> tuple[str, str, str, str]:
    return signer.client_id, signer.client_secret, signer.token or "", signer.token_secret or ""


def _bind(client: Any, base_url: str) -> None:
    """Send a tweepy client's requests to another server: tweepy has X's address written into its code."""
    send = client.session.request

    def request(method: str, url: str, **how: Any) -> Any:
        return send(method, base_url + "/" + url.split("/", 3)[3], **how)

    client.session.request = request
