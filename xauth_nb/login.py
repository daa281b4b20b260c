"""The door: what is known already, who is there, ask, and give the session."""

from __future__ import annotations

from numbers import Real
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import UsageError
from xauth_nb.errors.stopping import stop_told
from xauth_nb.guesses import guided_call
from xauth_nb.notebook.asking import ask, show_who
from xauth_nb.notebook.host import find_host
from xauth_nb.notebook.typed import warn_of_typed_secrets
from xauth_nb.signin.known import prepare

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.session import XSession

__all__ = ["login"]


@guided_call
def login(
    profile: str | None = None,
    *,
    client: ClientCredentials | None = None,
    token: TokenCredentials | None = None,
    expect: str | None = None,
    access: str = "write",
    callback: str = "oob",
    endpoints: Endpoints | None = None,
    save: bool | str = True,
    ui: str = "auto",
    timeout: float | None = 600,
) -> XSession:
    """Sign in to X and return an authenticated session.

    With a saved or given token it returns at once. Otherwise, in JupyterLab and Notebook, it draws a card with a link
    and a box for the PIN and waits, so that the cells below run after the sign-in; where the page does not draw the
    card within a few seconds, and in a terminal, it prints the link and asks; and where nobody can be asked it raises
    :class:`~xauth_nb.errors.LoginRequired` at once.

    Parameters
    ----------
    profile : str, optional
        A sign-in that was kept, such as ``"@ada"``; the only or the last used one where not given.
    client : ClientCredentials, optional
        The app's API Key and Secret. Where not given: ``X_API_KEY`` / ``X_API_SECRET`` (or ``CONSUMER_KEY`` /
        ``CONSUMER_SECRET``) in the environment, then among the secrets of Colab, Kaggle or Databricks, then the store,
        then the person is asked.
    token : TokenCredentials, optional
        Where not given: ``X_ACCESS_TOKEN`` / ``X_ACCESS_TOKEN_SECRET`` in the same places, then a sign-in.
    expect : str, optional
        Refuse every account but this one, such as ``"@ada"``.
    access : {"write", "read"}
        ``"read"`` asks for a token that may only read.
    callback : str
        ``"oob"``: X shows a PIN. Or a loopback URL that is registered with the app to the letter, such as
        ``"http://127.0.0.1:8976/callback"``, or a Jupyter server's own ``https://…/xauth/callback``: then the card
        completes by itself. ``XAUTH_NB_CALLBACK`` in the environment sets one for every call.
    endpoints : Endpoints, optional
        Another server; X, or what ``XAUTH_NB_ENDPOINT`` names, where not given.
    save : bool or {"file", "keyring"}
        Keep the token for next time: in a private file of this user, or in the system's keyring. ``True`` is the file,
        unless ``XAUTH_NB_STORE`` is ``keyring``. Where the keyring does not work, it is the file, and that is said.
    ui : {"auto", "widget", "prompt"}
        How to ask: as the front end allows, by the card, or by a plain prompt. The last two are obeyed where nobody
        seems to be there as well, but never at the terminal of an app server.
    timeout : float, optional
        Seconds to wait for a person; ``None`` waits for ever. The input line of Windows' terminals waits for ever in
        any case.

    Returns
    -------
    XSession

    Raises
    ------
    LoginRequired
        If nobody is there (it says why no sign-in that is kept could be used), if this front end cannot wait, or if
        the card was closed. It stops "Run All".
    LoginTimeoutError
        If the time is over. A card stays usable.
    LoginError, ApiError, TransportError
        If the sign-in fails where no card can tell it.
    UsageError
        If an argument cannot be right.
    KeyboardInterrupt
        If the stop button or Ctrl-C was pressed. A card stays usable.

    Examples
    --------
    >>> from xauth_nb import login
    >>> x = login()
    >>> x.me().username
    'ada'
    """
    with stop_told("The sign-in was stopped. A card that is not finished still works; so does the cell, once more."):
        return _signed_in(
            profile,
            ui,
            timeout,
            client=client,
            token=token,
            expect=expect,
            access=access,
            callback=callback,
            endpoints=endpoints,
            save=save,
        )


def _signed_in(
    profile: str | None,
    ui: str,
    timeout: float | None,
    **known: Any,
) -> XSession:
    if ui not in ("auto", "widget", "prompt"):
        raise UsageError(
            f"ui={ui!r} is not a way to ask.", remedy="Pass 'auto', 'widget' or 'prompt', or leave it out."
        )
    if timeout is not None and not (_is_number(timeout) and timeout >= 0):
        raise UsageError(
            f"timeout={timeout!r} is no number of seconds.", remedy="Pass one such as 600, or None to wait for ever."
        )
    warn_of_typed_secrets(known["client"], known["token"])
    sign_in = prepare(profile, **known)
    host = find_host()
    if sign_in.session:
        show_who(sign_in, host, ui)
        return sign_in.session
    return ask(sign_in, host, ui, timeout)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
