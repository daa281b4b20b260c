"""The card in marimo without a browser: messages as its page sends them, and the state that its page is given.

marimo itself is played by a namespace with the few names that are used of it; ``tests/browser/test_marimo.py`` runs it.
"""

from __future__ import annotations

import logging
import re
import sys
import types

import pytest

from xauth_nb import LoginWidget, login
from xauth_nb.errors import LoginRequired, MissingDependencyError
from xauth_nb.notebook.card import Card

pytest.importorskip("anywidget", reason="The card in marimo needs anywidget: pip install 'xauth-nb[marimo]'")


@pytest.fixture
def marimo(monkeypatch):
    """What is used of marimo; a test may change the mode."""
    shown = []
    marimo = types.SimpleNamespace(
        mode="edit",
        shown=shown,
        running_in_notebook=lambda: True,
        app_meta=lambda: types.SimpleNamespace(mode=marimo.mode),
        ui=types.SimpleNamespace(anywidget=lambda card: card),
        output=types.SimpleNamespace(append=shown.append),
        Html=str,
    )
    monkeypatch.setitem(sys.modules, "marimo", marimo)
    return marimo


@pytest.fixture
def card(marimo, x_sandbox):
    card = LoginWidget(client=x_sandbox.client, endpoints=x_sandbox.endpoints)
    yield card
    card.close()


def send(card, part, text=None):
    """Do what the page does when a button is pressed, or a box is sent; give the message, as it is then."""
    content = {"part": part} | ({} if text is None else {"xauth-nb-typed": text})
    card._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
    return content


def words(card):
    return " ".join(card.sheet["html"].values())


def seen(card):
    """The buttons and boxes that are shown, by their words."""
    sheet = card.sheet
    names = [name for row in sheet["rows"] for name in row["parts"]]
    return [
        sheet["buttons"][name][0] if name in sheet["buttons"] else sheet["boxes"][name]["label"]
        for name in names
        if name in sheet["buttons"] or name in sheet["boxes"]
    ]


def seen_in_jupyter(card):
    found, waiting = [], list(card.children)
    while waiting:
        each = waiting.pop(0)
        found.append(each)
        waiting = [*getattr(each, "children", ()), *waiting]
    return [each.description for each in found if getattr(each, "description", "")]


def test_it_asks_for_keys_and_pin_and_gives_the_session(marimo, x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    assert (card.status, card.is_signed_in, card.authorize_url) == ("needs keys", False, None)
    with pytest.raises(LoginRequired, match="Nobody has signed in"):
        _ = card.session
    send(card, "key", x_sandbox.client.key)
    assert card.sheet["boxes"]["key"]["placeholder"] == "received"
    send(card, "secret", x_sandbox.client.secret)
    assert card.authorize_url.replace("&", "&amp;") in words(card)
    send(card, "pin", x_sandbox.approve(card.authorize_url))
    assert (card.status, card.is_signed_in) == ("signed in", True)
    assert card.session.me().username == "ada"
    assert "Signed in as @ada" in words(card)
    assert "authorize?" not in words(card), "the link is of no more use"


def test_in_each_state_it_offers_what_the_card_of_jupyter_offers(marimo, x_sandbox):
    def walk(card, press, read, submit):
        yield "first", read(card)
        card.use_keys(x_sandbox.client)
        card.begin()
        yield "link", read(card)
        submit(card, "hello")
        yield "refused", read(card)
        press(card, "cancel")
        yield "cancelled", read(card)
        press(card, "again")
        submit(card, x_sandbox.approve(card.authorize_url))
        yield "signed in", read(card)
        press(card, "sign_out")
        yield "signed out", read(card)

    here = LoginWidget(endpoints=x_sandbox.endpoints, save=False)
    marimo.running_in_notebook = lambda: False
    there = LoginWidget(endpoints=x_sandbox.endpoints, save=False)
    assert isinstance(there, Card)
    assert not isinstance(here, Card)
    mine = dict(walk(here, send, seen, lambda card, text: send(card, "pin", text)))
    theirs = dict(
        walk(
            there,
            lambda card, name: card._form._buttons[name].click(),
            seen_in_jupyter,
            lambda card, text: setattr(card._form._pin, "value", text),
        )
    )
    assert mine == theirs
    assert mine["link"] == ["PIN", "Sign in", "Start again", "Cancel"]


def test_what_is_typed_is_in_no_trait_and_leaves_the_message(marimo, x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints, save=False)
    told = []
    card.observe(lambda change: told.append(str(change)))
    typed = [x_sandbox.client.key, x_sandbox.client.secret]
    left = [send(card, "key", typed[0]), send(card, "secret", typed[1])]
    typed.append(x_sandbox.approve(card.authorize_url))
    left.append(send(card, "pin", typed[2]))
    assert card.is_signed_in
    assert left == [{"part": "key"}, {"part": "secret"}, {"part": "pin"}]
    everything = f"{card.get_state()} {told} {card!r}"
    assert "@ada" in everything
    assert [text for text in typed if text in everything] == []


def test_no_log_has_what_was_typed(card):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    logger = logging.getLogger("marimo")
    logger.addHandler(handler)
    try:
        request = {"content": {"part": "pin", "xauth-nb-typed": "8264915"}}
        logger.error("Handling control request: %s", request)  # as marimo does at DEBUG
        logger.error("Handled %s", "another request")
    finally:
        logger.removeHandler(handler)
    assert lines == ["(a message of a box for secrets is not logged)", "Handled another request"]


def test_the_page_is_told_when_who_is_signed_in_changes_and_only_then(card, x_sandbox):
    assert card.changes == 0
    send(card, "pin", "hello")
    send(card, "again")
    assert card.changes == 0
    send(card, "pin", x_sandbox.approve(card.authorize_url))
    assert card.changes == 1
    send(card, "other_account")
    assert not card.is_signed_in
    send(card, "cancel")
    assert (card.is_signed_in, card.changes) == (True, 1), "cells below would run again for nothing"
    send(card, "other_account")
    send(card, "pin", x_sandbox.approve(card.authorize_url, as_user="grace"))
    assert (card.session.screen_name, card.changes) == ("grace", 2)
    card.session.logout()
    assert (card.status, card.is_signed_in, card.changes) == ("signed out", False, 3)


def test_a_kept_sign_in_is_there_when_the_cells_run_first(card, x_sandbox):
    send(card, "pin", x_sandbox.approve(card.authorize_url))
    again = LoginWidget(client=x_sandbox.client, endpoints=x_sandbox.endpoints)
    assert (again.is_signed_in, again.changes, again.authorize_url) == (True, 0, None)


def test_a_function_is_called_after_the_sign_in_and_code_can_do_what_the_page_does(card, x_sandbox):
    called = []
    card.on_login(called.append)
    link = card.authorize_url
    card.restart()
    assert card.authorize_url != link
    session = card.submit(x_sandbox.approve(card.authorize_url))
    assert called == [session]
    card.logout()
    assert card.status == "signed out"


def test_a_cell_that_runs_again_ends_the_sign_in_of_before(card):
    assert card.authorize_url
    card.comm.close()  # as marimo does
    assert (card.status, card.authorize_url) == ("closed", None)


def test_what_the_card_does_not_know_does_nothing(card):
    state, numbers = card.get_state(), re.compile(r' data-number="\d+"')
    for part in ("no button", "sign_out", None):
        send(card, part)
    assert numbers.sub("", str(card.get_state())) == numbers.sub("", str(state))
    assert card.get_state() != state, "and the page would say that the kernel gives no answer"


def test_without_anywidget_it_says_how_to_get_it(marimo, monkeypatch, x_sandbox):
    monkeypatch.delitem(sys.modules, "xauth_nb.notebook.marimo_card", raising=False)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(MissingDependencyError, match="anywidget") as caught:
        LoginWidget(endpoints=x_sandbox.endpoints)
    assert caught.value.remedy == "Run: pip install 'xauth-nb[marimo]'"


@pytest.mark.parametrize("ui", ["auto", "prompt", "widget"])
def test_login_says_the_two_cells_and_asks_nobody(marimo, x_sandbox, ui):
    with pytest.raises(LoginRequired, match="a cell of marimo cannot wait") as caught:
        login(ui=ui, client=x_sandbox.client, endpoints=x_sandbox.endpoints)
    assert "`card = LoginWidget(); card`" in caught.value.remedy
    assert "`mo.stop(not card.is_signed_in); x = card.session`" in caught.value.remedy


@pytest.mark.parametrize("ui", ["auto", "prompt", "widget"])
def test_an_app_of_marimo_asks_no_visitor_and_not_at_its_terminal(marimo, x_sandbox, ui):
    marimo.mode = "run"
    with pytest.raises(LoginRequired, match="by marimo run, not by a person"):
        login(ui=ui, client=x_sandbox.client, endpoints=x_sandbox.endpoints)


def test_login_with_a_token_returns_at_once_and_shows_one_line(marimo, x_sandbox):
    token = x_sandbox.sign_in("ada")
    session = login(client=x_sandbox.client, token=token, endpoints=x_sandbox.endpoints)
    assert session.screen_name == "ada"
    assert ["Signed in as @ada" in each for each in marimo.shown] == [True]
