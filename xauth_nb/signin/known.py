"""Look for what is known before anybody is asked: arguments, environment, hosted secrets, store; the first wins."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from xauth_nb.credentials import (
    ClientCredentials,
    TokenCredentials,
    client_credentials_from,
    token_credentials_from,
)
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import StoreError, UnauthorizedError, UsageError
from xauth_nb.oauth.exchange import OUT_OF_BAND
from xauth_nb.oauth.store import TokenStore
from xauth_nb.signin.account import expected_name
from xauth_nb.signin.hosted import with_hosted
from xauth_nb.signin.keeping import store_for, tie
from xauth_nb.signin.reasons import (
    Reason,
    explain_given_token,
    no_such_profile,
    not_accepted,
    nothing_of_this_app,
    of_store,
    was_damaged,
)
from xauth_nb.signin.sign_in import SignIn
from xauth_nb.wire.in_page import refuse_in_page

if TYPE_CHECKING:
    from xauth_nb.oauth.store import Stored

__all__ = ["CALLBACK_VARIABLE", "configured_callback", "prepare", "why_none"]

CALLBACK_VARIABLE = "XAUTH_NB_CALLBACK"
"""Where X sends the browser back to, if the call does not say; whoever runs a hub sets it for all of its users."""
_KINDS: dict[str, tuple[type, str]] = {
    "profile": (str, "Pass the name of an account that is kept, such as '@ada'; accounts() lists them."),
    "client": (ClientCredentials, "Pass client=ClientCredentials(key, secret), of the app's API Key and Secret."),
    "token": (TokenCredentials, "Pass token=TokenCredentials(token, secret), of the access token and its secret."),
    "callback": (str, "Pass an address, such as callback='http://127.0.0.1:8976/callback', or leave it out."),
    "endpoints": (Endpoints, "Pass endpoints=Endpoints.at('https://…'), or leave it out."),
}


def prepare(
    profile: str | None = None,
    *,
    client: ClientCredentials | None = None,
    token: TokenCredentials | None = None,
    expect: str | None = None,
    access: str = "write",
    callback: str = OUT_OF_BAND,
    endpoints: Endpoints | None = None,
    save: bool | str = True,
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
        With a session, or ready to begin; its ``reason`` says why a sign-in that is kept could not be used.

    Raises
    ------
    UsageError, WrongAccountError, MissingDependencyError
    UnauthorizedError
        If a token from an argument or the environment is not accepted.
    TransportError
        Where Python runs inside a web page.
    """
    refuse_in_page()
    _check_kinds(profile=profile, client=client, token=token, callback=callback, endpoints=endpoints)
    endpoints = endpoints or Endpoints.from_environment(os.environ)
    new = store_for(save)
    store = new or TokenStore()
    environ, refusal = with_hosted(os.environ) if not (client and token) else (os.environ, "")
    sign_in = SignIn(
        client or client_credentials_from(environ),
        endpoints=endpoints,
        callback=configured_callback(endpoints) if callback == OUT_OF_BAND else callback,
        access=access,
        expect=expect,
        store=new,
    )
    if profile is not None and not profile.strip().isdigit():  # else an account's id
        named = expected_name(profile, "profile")
        sign_in.expect = sign_in.expect or named
    # A profile that was asked for by name is not overruled by whatever the environment holds.
    given = token or (token_credentials_from(environ) if profile is None else None)
    if given is None:
        _ask_store(sign_in, store, profile)
        _tell(refusal, sign_in)
    elif sign_in.client is None:
        raise UsageError(
            "There is an access token, but no API key and secret of the app that it belongs to.",
            remedy="Set X_API_KEY and X_API_SECRET too, or pass client=ClientCredentials(…).",
        )
    else:
        sign_in.kept = "given to this run"
        try:
            sign_in.adopt(given, sign_in.client)
        except UnauthorizedError as error:
            if token is None:
                explain_given_token(error)
            raise
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
            sign_in.reason = why_none(store, profile, endpoints)
            sign_in.client = sign_in.client or store.find_client(endpoints=endpoints)
    except StoreError as error:
        stored, sign_in.reason = None, of_store(error)
    if stored:
        _use(stored, sign_in, store)
    if sign_in.reason:
        sign_in.note = str(sign_in.reason)


def _tell(refusal: str, sign_in: SignIn) -> None:
    """Say why secrets of a hosted notebook could not be used, where they would have been."""
    if refusal and sign_in.session is None:
        sign_in.note = "\n".join(filter(None, (refusal, sign_in.note)))
        sign_in.reason = sign_in.reason or Reason(refusal)


def _use(stored: Stored, sign_in: SignIn, store: TokenStore) -> None:
    sign_in.client = stored.client
    try:
        session = sign_in.adopt(stored.token, stored.client)
    except UnauthorizedError as error:
        sign_in.reason = not_accepted(error, stored.profile.name)
        return
    sign_in.kept = tie(session, stored.client, stored.profile, store)
    try:
        store.mark_used(stored, endpoints=sign_in.endpoints)
    except StoreError as error:
        said = f"You are signed in, but that this account was used last could not be noted. {error}"
        sign_in.note = "\n".join(filter(None, (sign_in.note, said)))


def why_none(store: TokenStore, profile: str | None, endpoints: Endpoints) -> Reason | None:
    """Say why nothing was found in a store, where that is more than that nobody has signed in yet.

    Raises
    ------
    StoreError
        If it cannot be read as it is.
    """
    kept = store.accounts()
    if not kept and (aside := store.damaged_files()):
        return was_damaged(store.path, aside)
    here = [one for one in kept if one.endpoint == endpoints.base_url]
    if profile is not None:
        return no_such_profile(profile, here, kept, endpoints)
    return nothing_of_this_app(here) if here else None


def _check_kinds(**given: object) -> None:
    """Refuse what is of another kind than it should be, before it does harm somewhere else."""
    for name, (kind, remedy) in _KINDS.items():
        if given[name] is not None and not isinstance(given[name], kind):
            raise UsageError(
                f"{name}= takes a value of the type {kind.__name__}, not {type(given[name]).__name__}.", remedy=remedy
            )
