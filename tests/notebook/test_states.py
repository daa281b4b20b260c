"""The table of states, walked: in each state each event has its words, its buttons, and one part for the focus."""

from __future__ import annotations

import re

import pytest
from card_walks import KEYS, ROWS, WALKS
from ipywidgets import HTML, Button, Text, Widget

from xauth_nb import ClientCredentials, LoginWidget
from xauth_nb.notebook.states import OVER, STATES, TODO
from xauth_nb.oauth.store import TokenStore


class Reader:
    """Reads a card as a person would, and presses what is there."""

    def __init__(self, sandbox, **options):
        self.sandbox, self.pins = sandbox, {}
        self.card = LoginWidget(endpoints=sandbox.endpoints, **options)

    def widgets(self, kind=Widget):
        found, waiting = [], list(self.card.children)
        while waiting:
            each = waiting.pop(0)
            found.append(each)
            waiting = [*getattr(each, "children", ()), *waiting]
        return [each for each in found if isinstance(each, kind)]

    @property
    def state(self):
        return self.card._course.state

    @property
    def words(self):
        told = [re.sub(r"<[^>]+>", " ", each.value) for each in self.widgets(HTML) if "<style" not in each.value]
        return " ".join(" ".join(told).replace("&#x27;", "'").replace("&quot;", '"').split())

    @property
    def boxes(self):
        return tuple(each.description for each in self.widgets(Text))

    @property
    def filled(self):
        return [each.description for each in self.widgets(Button) if each.button_style == "primary"]

    @property
    def others(self):
        return [each.description for each in self.widgets(Button) if each.button_style != "primary"]

    @property
    def focus(self):
        marked = [each for each in self.widgets() if "xauth-nb-focus" in each._dom_classes]
        return [getattr(each, "description", "") or ("link" if "authorize" in each.value else "") for each in marked]

    def pin(self, name):
        """Press Authorize app on X's page, once, and bring back what it shows."""
        link = self.card.authorize_url
        if link not in self.pins:
            self.pins[link] = self.sandbox.approve(link, as_user=name)
        return self.pins[link]

    def looks_right(self):
        boxes, filled, others, focus = ROWS[self.state]
        assert self.boxes == boxes
        assert self.filled == ([filled] if filled else [])
        assert self.others == others
        assert self.focus == ([focus] if focus else [])
        assert ("/oauth/authorize" in str([each.value for each in self.widgets(HTML)])) == (boxes == ("PIN",))
        assert self.card.status == STATES[self.state].status
        return True

    def do(self, event):
        """Do what a person, or X, does."""
        name, _, text = event.partition(": ")
        if name == "press":
            next(each for each in self.widgets(Button) if each.description == text).click()
        elif name == "PIN":
            box = next(each for each in self.widgets(Text) if each.description == "PIN")
            box.value = {
                "right": lambda: self.pin("ada"),
                "of grace": lambda: self.pin("grace"),
                "wrong": lambda: self.pin("ada") and "0000000",
                "none": lambda: "hello",
                "denied": lambda: "?denied=" + self.card.authorize_url.partition("oauth_token=")[2],
                "of another link": lambda: "?oauth_token=another&oauth_verifier=1234567",
            }[text]()
        elif name in KEYS:
            right = dict(zip(KEYS, (self.sandbox.client.key, self.sandbox.client.secret), strict=True))[name]
            value = {"right": right, "wrong": "wrong", "unusable": "two words"}[text]
            next(each for each in self.widgets(Text) if each.description == name).value = value
        elif name == "X fails":
            self.sandbox.fail(next=int(text), status=503)
        elif name == "sign out elsewhere":
            self.card._sign_in.session.logout()
        elif name == "close":
            self.card.close()


@pytest.mark.parametrize(("options", "steps"), [walk[1:] for walk in WALKS], ids=[walk[0] for walk in WALKS])
def test_the_table_is_walked(x_sandbox, options, steps):
    reader = Reader(x_sandbox, **({**options, "client": x_sandbox.client} if "client" in options else options))
    for event, state, there, gone in steps:
        if event:
            reader.do(event)
        assert (event, reader.state) == (event, state)
        assert there in reader.words
        assert not gone or gone not in reader.words
        assert state == "closed" or reader.looks_right()


def test_every_row_of_the_table_is_walked_and_has_words_for_what_is_to_be_done():
    walked = {state for _, _, steps in WALKS for _, state, _, _ in steps}
    assert walked | {"asking", "checking"} == set(STATES) == set(ROWS)  # these two last as long as a call to X
    assert {row.status for row in STATES.values()} == set(TODO) | {"signed in"}
    assert set(OVER) < {row.status for row in STATES.values()}


def test_while_x_is_asked_everything_is_disabled(x_sandbox):
    reader, seen = Reader(x_sandbox, client=x_sandbox.client), []
    reader.widgets(Button)[-1].observe(
        lambda _: seen.append((reader.filled, [b.disabled for b in reader.widgets(Button)])), "disabled"
    )
    reader.do("PIN: right")
    assert seen[0] == (["Sign in"], [True, True, True])


def test_the_name_of_every_other_account_that_is_kept_is_said_and_which_call_takes_it(x_sandbox):
    TokenStore().save(x_sandbox.client, x_sandbox.sign_in("grace"), endpoints=x_sandbox.endpoints)
    reader = Reader(x_sandbox, client=x_sandbox.client, profile="@ada")
    reader.do("PIN: right")
    assert 'Also kept here: @grace. login("@grace") takes that one.' in reader.words


def test_after_another_account_what_was_made_before_still_acts_for_the_first(x_sandbox):
    reader = Reader(x_sandbox, client=x_sandbox.client)
    reader.do("PIN: right")
    first = reader.card.session
    reader.do("press: Use another account")
    reader.do("PIN: of grace")
    assert (first.is_signed_in, first.screen_name, reader.card.session.screen_name) == (True, "ada", "grace")
    assert "What was made before still acts as @ada" in reader.words
    first.logout()
    assert reader.state == "signed in"


def test_where_one_account_is_expected_another_is_not_asked_for(x_sandbox):
    reader = Reader(x_sandbox, client=x_sandbox.client, expect="@ada")
    reader.do("PIN: right")
    reader.do("press: Use another account")
    assert (reader.state, "Only @ada may sign in here." in reader.words) == ("signed in", True)


def test_a_second_click_on_a_button_that_is_gone_does_nothing(x_sandbox):
    reader = Reader(x_sandbox, client=x_sandbox.client)
    reader.do("PIN: right")
    other = reader.card._form._buttons["other_account"]
    other.click(), other.click()
    reader.do("press: Cancel")
    assert "Signed in as @ada" in reader.words
    reader.card._form._buttons["other_keys"].click()
    assert reader.state == "signed in"


def test_cancel_that_is_told_late_leads_back_to_the_account_of_before(x_sandbox):
    reader = Reader(x_sandbox, client=x_sandbox.client)
    cancel = reader.card._form._buttons["cancel"]
    reader.do("PIN: right")
    reader.do("press: Use another account")
    reader.do("PIN: of grace")
    grace = reader.card.session
    cancel.click()
    assert (grace.is_signed_in, reader.card.session.screen_name) == (False, "ada")
    assert "the sign-in as @grace was taken back" in reader.words


@pytest.mark.parametrize("button", ["cancel", "again"])
def test_a_button_that_is_told_after_its_box_takes_the_sign_in_back(x_sandbox, button):
    reader = Reader(x_sandbox, client=x_sandbox.client)
    pressed = reader.card._form._buttons[button]
    reader.do("PIN: right")  # a plain box sends its text because it loses the focus to the button
    session = reader.card.session
    pressed.click()
    assert not session.is_signed_in
    assert reader.state == "signed out"
    assert "after the PIN had been sent, so the sign-in as @ada was taken back" in reader.words
    assert TokenStore().accounts() == ()
    assert "/1.1/oauth/invalidate_token.json" in [each.path for each in x_sandbox.requests]


def test_what_the_keys_card_promises_is_what_happens(x_sandbox):
    reader = Reader(x_sandbox)
    place = TokenStore().path
    assert f"they are kept in {place.parent}, in a file that only you can read" in reader.words
    for name in KEYS:
        reader.do(f"{name}: right")
    assert not place.exists()
    reader.do("PIN: right")
    assert place.stat().st_mode & 0o777 == 0o600
    assert x_sandbox.client.secret in place.read_text()


def test_where_nothing_is_to_be_kept_the_keys_card_says_so(x_sandbox):
    reader = Reader(x_sandbox, save=False)
    assert "They stay in this kernel and are not kept" in reader.words
    for name in KEYS:
        reader.do(f"{name}: right")
    reader.do("PIN: right")
    assert not TokenStore().path.exists()


def test_wrong_keys_are_told_from_other_refusals(x_sandbox):
    reader = Reader(x_sandbox, client=ClientCredentials("wrong", "wrong"))
    assert reader.state == "keys refused"
    other = Reader(x_sandbox, client=x_sandbox.client, callback="http://127.0.0.1:9/not-registered")
    assert other.state == "failed"
