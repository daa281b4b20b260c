"""``LoginWidget``: the card as users make it themselves, with the arguments of ``login``. It waits for nobody."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.notebook.card import Card
from xauth_nb.notebook.front_ends import is_marimo
from xauth_nb.notebook.typed import warn_of_typed_secrets
from xauth_nb.oauth.exchange import OUT_OF_BAND
from xauth_nb.signin.known import prepare

if TYPE_CHECKING:
    from xauth_nb.credentials import ClientCredentials, TokenCredentials
    from xauth_nb.endpoints import Endpoints

__all__ = ["LoginWidget"]


class LoginWidget(Card):
    """The sign-in card as a widget: shown by the cell that makes it, while the cells below go on.

    :func:`xauth_nb.login` waits for the same card where a cell can wait. Use this class where none can (Voilà), or
    where the card has its own place. In marimo it gives the same card as an element of marimo's (the extra
    ``marimo``): the cells that use it run again by themselves when somebody has signed in or out.

    Where a page has visitors (Voilà, ``marimo run``, Solara), one who signs in does so for all: whoever opens the page
    next acts as that account, and the card says so. With ``save=False`` each signs in alone, until the page is closed.

    Parameters
    ----------
    profile, client, token, expect, access, callback, endpoints, save
        As in :func:`xauth_nb.login`.

    Raises
    ------
    UsageError
        If an argument cannot be right. Everything else is told in the card.
    MissingDependencyError
        In marimo, if anywidget is not installed.

    Examples
    --------
    >>> card = LoginWidget()
    >>> card
    xauth_nb: the sign-in card, shown where widgets run; login(ui="prompt") asks without it
    >>> x = card.session  # in the next cell
    """

    def __new__(cls, *args: Any, **options: Any) -> Any:
        """Give the card that this notebook can show; in marimo it is no ipywidget, so it is of another class."""
        return _in_marimo(*args, **options) if is_marimo() else super().__new__(cls, *args, **options)

    def __init__(
        self,
        profile: str | None = None,
        *,
        client: ClientCredentials | None = None,
        token: TokenCredentials | None = None,
        expect: str | None = None,
        access: str = "write",
        callback: str = OUT_OF_BAND,
        endpoints: Endpoints | None = None,
        save: bool | str = True,
    ) -> None:
        warn_of_typed_secrets(client, token)
        super().__init__(
            prepare(
                profile,
                client=client,
                token=token,
                expect=expect,
                access=access,
                callback=callback,
                endpoints=endpoints,
                save=save,
            )
        )


def _in_marimo(
    profile: str | None = None,
    *,
    client: ClientCredentials | None = None,
    token: TokenCredentials | None = None,
    **options: Any,
) -> Any:
    """Make the card of marimo, reactive and ready to be shown."""
    try:
        from xauth_nb.notebook.marimo_card import MarimoCard
    except ModuleNotFoundError as error:
        if error.name != "anywidget":
            raise
        raise MissingDependencyError(
            "The sign-in card in marimo needs the package anywidget, which is not installed.",
            remedy="Run: pip install 'xauth-nb[marimo]'",
        ) from None
    warn_of_typed_secrets(client, token)
    card = MarimoCard(prepare(profile, client=client, token=token, **options))
    return sys.modules["marimo"].ui.anywidget(card)
