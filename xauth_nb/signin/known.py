"""Look for what is known before anybody is asked: arguments, environment, hosted secrets, store; the first wins."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xauth_nb.credentials import client_credentials_from, token_credentials_from
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import StoreError, UnauthorizedError, UsageError
from xauth_nb.oauth.exchange import OUT_OF_BAND
from xauth_nb.oauth.store import TokenStore
from xauth_nb.signin.account import plain_name
from xauth_nb.signin.hosted import with_hosted
from xauth_nb.signin.keeping import tie
from xauth_nb.signin.sign_in import SignIn

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TokenCredentials

__all__ = ["CALLBACK_VARIABLE", "configured_callback", "prepare"]

CALLBACK_VARIABLE = "XAUTH_NB_CALLBACK"
"""Where X sends the browser back to, if the call does not say; whoever runs a hub sets it for all of its users."""


def prepare(
    profile: str | None = None,
    *,
    client: ClientCredentials | None = None,
    token: TokenCredentials | None = None,
    expect: str | None = None,
    access: str = "write",
    callback: str = OUT_OF_BAND,
    endpoints: Endpoints | None = None,
    save: bool = True,
) -> SignIn:
    """Collect what is known; sign in at once where a token is.

    A kept token that X does not accept any more leads to a new sign-in; one that was given is an error.

    Parameters
    ----------
    profile, client, token, expect, access, callback, endpoints, save
        As in :func:`xauth_nb.login`. Where ``callback`` is not given, ``XAUTH_NB_CALLBACK`` is read (not while
        practising: a sandbox has callbacks of its own): a whole address, in which ``{prefix}`` stands for the path of
        the user's server on a JupyterHub, or ``oob``.

    Returns
    -------
    SignIn
        With a session, or ready to begin.

    Raises
    ------
    UsageError, WrongAccountError
    UnauthorizedError
        If a token from an argument or the environment is not accepted.
    """
    endpoints = endpoints or Endpoints.from_environment(os.environ)
    store = TokenStore()
    environ, refusal = with_hosted(os.environ) if not (client and token) else (os.environ, "")
    sign_in = SignIn(
        client or client_credentials_from(environ),
        endpoints=endpoints,
        callback=configured_callback(endpoints) if callback == OUT_OF_BAND else callback,
        access=access,
        expect=expect,
        store=store if save else None,
    )
    sign_in.note = refusal
    # A profile that was asked for by name is not overruled by whatever the environment holds.
    given = token or (token_credentials_from(environ) if profile is None else None)
    if given is None:
        _ask_store(sign_in, store, profile)
    elif sign_in.client is None:
        raise UsageError(
            "There is an access token, but no API key and secret of the app that it belongs to.",
            remedy="Set X_API_KEY and X_API_SECRET too, or pass client=ClientCredentials(…).",
        )
    else:
        sign_in.kept = "given to this run"
        sign_in.adopt(given, sign_in.client)
    return sign_in


def configured_callback(endpoints: Endpoints) -> str:
    """Say which callback is used where a call names none: that of ``XAUTH_NB_CALLBACK``, or ``oob``.

    Parameters
    ----------
    endpoints : Endpoints
        A sandbox has callbacks of its own, so the variable does not count there.
    """
    address = "" if endpoints.is_practice else os.environ.get(CALLBACK_VARIABLE, "").strip()
    return address.replace("{prefix}", os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "/")) or OUT_OF_BAND


def _ask_store(sign_in: SignIn, store: TokenStore, profile: str | None) -> None:
    """Use a sign-in that was kept. Whatever is wrong with the store, the person can still sign in."""
    endpoints = sign_in.endpoints
    try:
        stored = store.find(profile, endpoints=endpoints, client=sign_in.client)
        if stored is None:
            sign_in.client = sign_in.client or store.find_client(endpoints=endpoints)
            if profile is not None:
                sign_in.expect = sign_in.expect or plain_name(profile)
                sign_in.note = f"No sign-in of @{sign_in.expect} is kept here, so a new one is needed."
            return
        sign_in.client = stored.client
        session = sign_in.adopt(stored.token, stored.client)
        store.mark_used(stored, endpoints=endpoints)
    except StoreError as error:
        sign_in.note = str(error)
    except UnauthorizedError as error:
        sign_in.note = f"The sign-in that was kept does not work any more. {error.message}"
    else:
        sign_in.kept = tie(session, stored.client, stored.profile.name, store)
