"""The door: choose how to ask, ask, wait, and give the session. What it cannot do it says in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import LoginRequired, LoginTimeoutError, UsageError
from xauth_nb.notebook.host import CannotWaitError, Host, can_ask, find_host, wait
from xauth_nb.notebook.known import prepare
from xauth_nb.notebook.prompt import ask_in_terminal, ask_under_card

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints
    from xauth_nb.notebook.card import Card
    from xauth_nb.notebook.signin import SignIn
    from xauth_nb.session import XSession

__all__ = ["login"]

_TWO_WAYS_OUT = (
    "Either set X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET in the environment of this run, or "
    "sign in once where a person is (login() in JupyterLab, or the command xauth-nb login) as the same user: the "
    "sign-in that is kept there is found here."
)
_open_cards: dict[tuple[object, ...], Card] = {}
"""Cards whose sign-in is not finished, so that running the cell again shows the same card and not a new link."""


def login(
    profile: str | None = None,
    *,
    client: ClientCredentials | None = None,
    token: TokenCredentials | None = None,
    expect: str | None = None,
    access: str = "write",
    callback: str = "oob",
    endpoints: Endpoints | None = None,
    save: bool = True,
    ui: str = "auto",
    timeout: float | None = 600,
) -> XSession:
    """Sign in to X and return an authenticated session.

    With a saved or given token it returns at once. Otherwise, in JupyterLab and Notebook, it draws a card with a link
    and a box for the PIN and waits, so that the cells below run after the sign-in; in a terminal it prints the link and
    asks; and where nobody is there it raises :class:`~xauth_nb.errors.LoginRequired` at once.

    Parameters
    ----------
    profile : str, optional
        A sign-in that was kept, such as ``"@ada"``; the only or the last used one where not given.
    client : ClientCredentials, optional
        The app's API Key and Secret. Where not given: ``X_API_KEY`` / ``X_API_SECRET`` (or ``CONSUMER_KEY`` /
        ``CONSUMER_SECRET``) in the environment, then the store, then the person is asked.
    token : TokenCredentials, optional
        Where not given: ``X_ACCESS_TOKEN`` / ``X_ACCESS_TOKEN_SECRET``, then the store, then a sign-in.
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
    save : bool
        Keep the token for next time, in a private file of this user.
    ui : {"auto", "widget", "prompt"}
        How to ask: as the front end allows, by the card, or by a plain prompt.
    timeout : float, optional
        Seconds to wait for a person; ``None`` waits for ever. The input line of a kernel (``jupyter console``) and of
        Windows' terminals waits for ever in any case.

    Returns
    -------
    XSession

    Raises
    ------
    LoginRequired
        If nobody is there, if this front end cannot wait, or if the card was closed. It stops "Run All".
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
    if ui not in ("auto", "widget", "prompt"):
        raise UsageError(
            f"ui={ui!r} is not a way to ask.", remedy="Pass 'auto', 'widget' or 'prompt', or leave it out."
        )
    sign_in = prepare(
        profile,
        client=client,
        token=token,
        expect=expect,
        access=access,
        callback=callback,
        endpoints=endpoints,
        save=save,
    )
    host = find_host()
    if sign_in.session:
        if host.can_draw and ui != "prompt":
            _draw(sign_in)
        elif host.kind == "unattended notebook":
            _draw_still(sign_in)  # nobody can press anything, but somebody will read it
        return sign_in.session
    if not host.has_person:
        raise LoginRequired(
            "Nobody has signed in yet, and nobody is here to do it: this run is unattended.", remedy=_TWO_WAYS_OUT
        )
    if ui == "prompt" or (ui == "auto" and not host.can_draw):
        return ask_in_terminal(sign_in, timeout=timeout)
    card = _draw(sign_in)
    return _wait_for(card, host, timeout)


def _draw(sign_in: SignIn) -> Card:
    """Show the card for this sign-in; the one that is open already, if there is one."""
    key = (sign_in.endpoints, sign_in.client, sign_in.callback, sign_in.access, sign_in.expect)
    for known, open_card in list(_open_cards.items()):
        if open_card.is_over:
            del _open_cards[known]
    card = _open_cards.get(key) if sign_in.session is None else None
    if card is None:
        sign_in.warm()  # while the widgets load

    from xauth_nb.notebook.card import Card, show

    card = card or Card(sign_in)
    if not card.is_over:
        _open_cards[key] = card
    show(card)
    return card


def _draw_still(sign_in: SignIn) -> None:
    from xauth_nb.notebook.card import show_still

    show_still(sign_in)


def _wait_for(card: Card, host: Host, timeout: float | None) -> XSession:
    if host.kind == "voila":
        raise LoginRequired(
            "Nobody has signed in yet, and Voilà shows its page only after the last cell.",
            remedy="Finish the sign-in in the card above, then reload this page. A page that should go on by itself "
            "uses LoginWidget and its on_login.",
        )
    try:
        is_done = wait(lambda: card.is_over, timeout=timeout)
    except CannotWaitError:
        if not can_ask():
            raise _cannot_wait() from None
        return ask_under_card(card)
    if not is_done:
        raise LoginTimeoutError(
            f"Nobody finished the sign-in within {timeout:.0f} seconds.",
            remedy="The card above still works: finish it, then run this cell again. timeout=None waits for ever.",
        )
    return card.session


def _cannot_wait() -> LoginRequired:
    return LoginRequired(
        "Nobody has signed in yet, and a cell cannot wait for it in this front end.",
        remedy="Finish the sign-in in the card above, then run this cell again.",
    )
