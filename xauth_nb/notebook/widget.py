"""``LoginWidget``: the card as users make it themselves, with the arguments of ``login``. It waits for nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.notebook.card import Card
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
    where the card has its own place.

    Parameters
    ----------
    profile, client, token, expect, access, callback, endpoints, save
        As in :func:`xauth_nb.login`.

    Raises
    ------
    UsageError
        If an argument cannot be right. Everything else is told in the card.

    Examples
    --------
    >>> card = LoginWidget()
    >>> card
    xauth_nb: the sign-in card, shown where widgets run; login(ui="prompt") asks without it
    >>> x = card.session  # in the next cell
    """

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
