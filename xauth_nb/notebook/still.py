"""Who is signed in, as the card says it, and the picture of a card where no widget is seen."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Any

from xauth_nb.endpoints import ENDPOINT_VARIABLE
from xauth_nb.errors import StoreError
from xauth_nb.notebook import look
from xauth_nb.notebook.front_ends import has_visitors, is_marimo
from xauth_nb.notebook.states import OVER
from xauth_nb.oauth.store_file import without_home
from xauth_nb.signin.hosted import how_to_keep_keys
from xauth_nb.signin.keeping import NOT_KEPT

if TYPE_CHECKING:
    from xauth_nb.notebook.states import State
    from xauth_nb.signin.sign_in import SignIn

__all__ = ["PLAIN_TEXT", "about_keys", "heading", "person_of", "show_still", "still_of"]

PLAIN_TEXT = 'xauth_nb: the sign-in card, shown where widgets run; login(ui="prompt") asks without it'


def show_still(sign_in: SignIn) -> None:
    """Put the picture of a card into the output of the running cell: who is signed in, with nothing to press."""
    bundle = still_of(sign_in, "signed in")
    if is_marimo():
        marimo = sys.modules["marimo"]
        marimo.output.append(marimo.Html(bundle["text/html"]))
        return
    from IPython.display import display

    display(bundle, raw=True)


def still_of(sign_in: SignIn, status: str) -> dict[str, Any]:
    """Give what is shown of a card where its widget is not, by MIME type."""
    html = look.still(person_of(sign_in, with_counts=False), status, sign_in.expect)
    return {"text/plain": PLAIN_TEXT, "text/html": html}


def person_of(sign_in: SignIn, *, with_counts: bool = True) -> look.Person | None:
    """Say who is signed in; ``None`` where nobody is. Nobody is asked for it.

    Parameters
    ----------
    sign_in : SignIn
    with_counts : bool
        With the numbers of the account, as X gave them at the sign-in, and the other accounts that are kept here.
    """
    session = sign_in.session
    if session is None or not session.is_signed_in:
        return None
    access = {None: "access not told", "read": "may only read"}.get(session.access, "may read and post")
    place = "practice, not X" if sign_in.endpoints.is_practice else sign_in.kept
    if has_visitors() and sign_in.kept != NOT_KEPT:
        place += ", for every visitor of this page"
    budget = "no budget" if session.budget is None else f"budget ${session.budget:,.2f}"
    user = session.user
    name = (user.name if user else None) or ""
    if not with_counts:
        return look.Person(session.screen_name or "", name, (access, place, budget))
    metrics = user.public_metrics if user else None
    counts = (
        (metrics.followers_count, "follower", "followers"),
        (metrics.following_count, "following", "following"),
        (metrics.tweet_count, "tweet", "tweets"),
    ) if metrics else ()  # fmt: skip
    numbers = tuple(f"{count:,} {one if count == 1 else many}" for count, one, many in counts if count is not None)
    return look.Person(session.screen_name or "", name, (access, place, budget), numbers, _others(sign_in))


def heading(sign_in: SignIn, state: State) -> str:
    """Say what the card is for and for whom, and in practice mode, that this is not X and which call ends it. HTML."""
    endpoints = sign_in.endpoints
    announced = os.environ.get(ENDPOINT_VARIABLE, "").strip().rstrip("/") == endpoints.base_url
    # A sandbox that was passed to the call is left by not passing it.
    can_cancel = "cancel" in state.others
    is_free = can_cancel or state.status in OVER  # elsewhere a cell may wait, and no other one runs
    way_out = "sandbox.stop()" if endpoints.is_practice and announced and is_free else ""
    is_for_all = has_visitors() and sign_in.store is not None
    return look.heading(
        "Sign in to X", practice=endpoints.is_practice, way_out=way_out, can_cancel=can_cancel, is_for_all=is_for_all
    )


def about_keys(sign_in: SignIn) -> str:
    """Say where an app's keys are found, and what becomes of those that are typed. HTML."""
    if sign_in.store is None:
        then = "They stay in this kernel and are not kept"
    else:
        place = without_home(str(sign_in.store.path.parent))
        then = f"After the sign-in they are kept in {place}, in a file that only you can read"
    return look.keys(then, how_to_keep_keys(), practice=sign_in.endpoints.is_practice)


def _others(sign_in: SignIn) -> tuple[str, ...]:
    """Name the other accounts that are kept for this server."""
    if sign_in.store is None or sign_in.session is None:
        return ()
    mine, server = f"@{sign_in.session.screen_name}", sign_in.endpoints.base_url
    with contextlib.suppress(StoreError):  # it is told where something is to be kept
        accounts = sign_in.store.accounts()
        return tuple(dict.fromkeys(each.name for each in accounts if each.endpoint == server and each.name != mine))
    return ()
