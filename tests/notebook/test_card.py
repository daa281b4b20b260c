"""The card without a browser: its widgets are pressed and read as a front end would, against the sandbox."""

from __future__ import annotations

import socket
import threading
import urllib.request

import pytest
from ipywidgets import Button, Text, Widget

from xauth_nb import LoginWidget
from xauth_nb.errors import LoginRequired, RequestTokenDeniedError, UsageError, VerifierRejectedError
from xauth_nb.oauth.store import TokenStore


def card_at(sandbox, **options):
    return LoginWidget(client=options.pop("client", sandbox.client), endpoints=sandbox.endpoints, **options)


def widgets_in(card, kind):
    found, waiting = [], list(card.children)
    while waiting:
        each = waiting.pop(0)
        found.append(each)
        waiting = [*getattr(each, "children", ()), *waiting]
    return [each for each in found if isinstance(each, kind)]


def box(card, label):
    return next(each for each in widgets_in(card, Text) if each.description == label)


def press(card, label):
    next(each for each in widgets_in(card, Button) if each.description == label).click()


def words(card):
    return " ".join(str(each.value) for each in widgets_in(card, Widget) if hasattr(each, "value"))


def buttons(card):
    return [each.description for each in widgets_in(card, Button)]


def synced(card):
    """Everything that a saved notebook or a front end could hold of the card."""
    return str([each.get_state() for each in [card, *widgets_in(card, Widget)]])


def test_practice_says_how_it_ends_where_that_call_ends_it(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    assert "For X itself: cancel, run <code>sandbox.stop()</code>" in words(card_at(x_sandbox))
    monkeypatch.delenv("XAUTH_NB_ENDPOINT")
    passed = words(card_at(x_sandbox))
    assert "practice – not X" in passed
    assert "sandbox.stop()" not in passed


def test_where_nothing_is_under_way_practice_ends_without_cancel(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    card = card_at(x_sandbox)
    card._form._buttons["cancel"].click()
    assert "For X itself: run <code>sandbox.stop()</code>" in words(card)


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_page_with_visitors_says_for_whom_one_signs_in(x_sandbox, monkeypatch, is_kept):
    assert "visitor" not in words(card_at(x_sandbox))
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    first = card_at(x_sandbox, save=is_kept)
    assert ("whoever opens this page next acts as that account" in words(first)) == is_kept
    first.submit(x_sandbox.approve(first.authorize_url))
    assert ("for every visitor of this page" in words(first)) == is_kept
    assert card_at(x_sandbox).is_signed_in == is_kept  # and that is what happens


def test_an_answer_of_the_kernel_does_not_draw_the_boxes_anew_while_somebody_types(x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    before = card.children
    box(card, "API Key").value = "a-key-0123456789"
    assert box(card, "API Key").placeholder == "received"
    assert [each.model_id for each in card.children] == [each.model_id for each in before]


def test_a_kernel_that_changes_nothing_answers_all_the_same(x_sandbox):
    card, told = LoginWidget(endpoints=x_sandbox.endpoints), []
    card._form._html["told"].observe(told.append, "value")
    for do in (
        lambda: setattr(box(card, "API Key"), "value", "a-key-0123456789"),
        lambda: setattr(box(card, "API Key"), "value", "another-key-0123456789"),
        lambda: card._form._buttons["go_on"].click(),
        lambda: card._form._buttons["go_on"].click(),
    ):
        told.clear()
        do()
        assert told, "the page would say that the kernel gives no answer"
    assert "The API Key Secret is missing" in words(card)


def test_it_shows_the_link_and_takes_the_pin_from_the_box(x_sandbox):
    card = card_at(x_sandbox)
    assert card.status == "link ready"
    assert card.authorize_url.replace("&", "&amp;") in words(card)
    box(card, "PIN").value = x_sandbox.approve(card.authorize_url, as_user="ada")
    assert card.status == "signed in"
    assert card.session.me().username == "ada"
    assert "Signed in as @ada" in words(card)
    assert "may read and post" in words(card)
    assert "budget $5.00" in words(card)
    assert buttons(card) == ["Use another account", "Sign out"]


def test_submit_does_what_the_button_does_and_gives_the_same_session(x_sandbox):
    card = card_at(x_sandbox)
    pin = x_sandbox.approve(card.authorize_url)
    assert card.submit(pin) is card.submit("anything") is card.session


def test_before_the_sign_in_the_session_says_what_to_do(x_sandbox):
    card = card_at(x_sandbox)
    with pytest.raises(LoginRequired, match="Nobody has signed in") as caught:
        _ = card.session
    assert "open the link, paste the PIN" in caught.value.remedy


def test_without_keys_it_asks_for_them_and_empties_the_boxes(x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    assert card.status == "needs keys"
    box(card, "API Key").value = f" {x_sandbox.client.key} "
    assert (box(card, "API Key").value, box(card, "API Key").placeholder) == ("", "received")
    box(card, "API Key Secret").value = x_sandbox.client.secret
    assert card.status == "link ready"
    assert card.submit(x_sandbox.approve(card.authorize_url)).screen_name == "ada"


def test_a_client_id_instead_of_a_key_is_told_and_the_card_asks_again(x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    box(card, "API Key").value = "VGhpc0lzQW5JZDoxOmNp"
    box(card, "API Key Secret").value = "not-to-be-shown-0123456789"
    assert card.status == "needs keys"
    assert "OAuth 2.0 Client ID" in words(card)
    assert "not-to-be-shown" not in synced(card)


def test_wrong_keys_are_told_and_others_can_be_typed(x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    box(card, "API Key").value = "wrong"
    box(card, "API Key Secret").value = "wrong-as-well"
    assert card.status == "failed"
    assert "does not accept the API key and secret" in words(card)
    press(card, "Use other keys")
    assert card.status == "needs keys"


def test_an_unusable_answer_is_told_and_the_link_stays(x_sandbox):
    card = card_at(x_sandbox)
    link = card.authorize_url
    box(card, "PIN").value = "hello"
    assert "not a PIN" in words(card)
    assert (card.status, card.authorize_url, box(card, "PIN").value) == ("link ready", link, "")
    press(card, "Sign in")  # the click that follows leaving the box must not hide what was said
    assert "not a PIN" in words(card)
    with pytest.raises(UsageError):
        card.submit("")


def test_pressing_the_button_with_an_empty_box_says_so(x_sandbox):
    card = card_at(x_sandbox)
    press(card, "Sign in")
    assert "The box is empty" in words(card)


def test_a_wrong_pin_takes_the_link_away_and_start_again_makes_a_new_one(x_sandbox):
    card = card_at(x_sandbox)
    old = card.authorize_url
    x_sandbox.approve(old)
    with pytest.raises(VerifierRejectedError):
        card.submit("0000000")
    assert (card.status, card.authorize_url) == ("failed", None)
    assert old.partition("=")[2] not in synced(card)
    press(card, "Start again")
    assert card.authorize_url != old
    assert card.submit(x_sandbox.approve(card.authorize_url)).screen_name == "ada"


def test_cancel_on_the_page_is_told(x_sandbox):
    card = card_at(x_sandbox)
    token = card.authorize_url.partition("oauth_token=")[2]
    box(card, "PIN").value = f"http://127.0.0.1:8976/callback?denied={token}"
    assert card.status == "failed"
    assert "Cancel was pressed" in words(card)


def test_server_trouble_leaves_the_card_usable(x_sandbox):
    card = card_at(x_sandbox)
    pin = x_sandbox.approve(card.authorize_url)
    x_sandbox.fail(next=1, status=503)
    box(card, "PIN").value = pin
    assert "status 503" in words(card)
    assert card.status == "link ready"
    box(card, "PIN").value = pin
    assert card.status == "signed in"


def test_four_presses_at_once_exchange_once(x_sandbox):
    card = card_at(x_sandbox)
    pin = x_sandbox.approve(card.authorize_url)
    presses = [threading.Thread(target=card.submit, args=(pin,)) for _ in range(4)]
    for each in presses:
        each.start()
    for each in presses:
        each.join(20)
    assert [each.path for each in x_sandbox.requests].count("/oauth/access_token") == 1


def test_signing_out_revokes_forgets_and_lets_one_start_again(x_sandbox):
    card = card_at(x_sandbox)
    session = card.submit(x_sandbox.approve(card.authorize_url))
    assert TokenStore().find(endpoints=x_sandbox.endpoints)
    press(card, "Sign out")
    assert card.status == "signed out"
    assert "revoked" in words(card)
    assert TokenStore().find(endpoints=x_sandbox.endpoints) is None
    assert "/1.1/oauth/invalidate_token.json" in [each.path for each in x_sandbox.requests]
    with pytest.raises(LoginRequired):
        session.get("/2/users/me")
    with pytest.raises(LoginRequired, match="signed out"):
        _ = card.session
    press(card, "Start again")
    assert card.status == "link ready"


def test_the_card_knows_when_the_session_signs_out_elsewhere(x_sandbox):
    card = card_at(x_sandbox)
    card.submit(x_sandbox.approve(card.authorize_url)).logout()
    assert card.status == "signed out"


def test_signing_out_without_an_answer_of_x_forgets_all_the_same_and_says_so(x_sandbox):
    card = card_at(x_sandbox)
    card.submit(x_sandbox.approve(card.authorize_url))
    x_sandbox.fail(next=1, status=503)
    with pytest.warns(UserWarning, match="did not confirm"):
        press(card, "Sign out")
    assert "did not confirm" in words(card)
    assert TokenStore().find(endpoints=x_sandbox.endpoints) is None


def test_a_token_that_is_kept_makes_one_line_and_no_request_for_a_link(x_sandbox):
    first = card_at(x_sandbox)
    first.submit(x_sandbox.approve(first.authorize_url))
    before = [each.path for each in x_sandbox.requests].count("/oauth/request_token")
    again = LoginWidget(endpoints=x_sandbox.endpoints)
    assert again.session.screen_name == "ada"
    assert [each.path for each in x_sandbox.requests].count("/oauth/request_token") == before


def test_a_kept_token_that_was_revoked_elsewhere_leads_to_a_new_sign_in(x_sandbox):
    first = card_at(x_sandbox)
    session = first.submit(x_sandbox.approve(first.authorize_url))
    session.post("/1.1/oauth/invalidate_token.json")
    again = card_at(x_sandbox)
    assert again.status == "link ready"
    assert "does not work any more" in words(again)


def test_another_account_than_the_expected_one_is_refused_before_any_call(x_sandbox):
    card = card_at(x_sandbox, expect="@grace")
    box(card, "PIN").value = x_sandbox.approve(card.authorize_url, as_user="ada")
    assert card.status == "failed"
    assert "@ada signed in, but this notebook expects @grace" in words(card)
    assert not [each for each in x_sandbox.requests if each.path.startswith("/2/")]
    assert TokenStore().accounts() == ()


def test_a_sign_in_to_an_app_without_a_package_still_gives_a_session_and_says_so(x_sandbox):
    card = card_at(x_sandbox)
    pin = x_sandbox.approve(card.authorize_url)
    x_sandbox.fail(next=4, status=503, path="/2/users/me")
    box(card, "PIN").value = pin
    assert card.status == "signed in"
    assert "status 503" in words(card)


def test_closing_and_cancelling_end_the_wait(x_sandbox):
    closed, cancelled = card_at(x_sandbox), card_at(x_sandbox)
    closed.close()
    press(cancelled, "Cancel")
    assert closed.is_over
    assert cancelled.is_over
    assert (closed.status, cancelled.status) == ("closed", "cancelled")


def keeper_of(card):
    """The thread that keeps the card's connection open."""
    return card._sign_in._connections._keeper._thread


@pytest.mark.parametrize("how", ["Cancel", "close"])
def test_leaving_the_card_leaves_no_connection_and_nothing_that_keeps_one(x_sandbox, how):
    card = card_at(x_sandbox)
    keeper, pools = keeper_of(card), card._sign_in._connections.poolmanager.pools
    assert keeper.is_alive()
    assert len(pools) == 1
    press(card, how) if how == "Cancel" else card.close()
    keeper.join(20)
    assert not keeper.is_alive()
    assert len(pools) == 0


def test_after_the_sign_in_nothing_keeps_a_connection_open(x_sandbox):
    card = card_at(x_sandbox)
    keeper = keeper_of(card)
    assert keeper.is_alive()
    card.submit(x_sandbox.approve(card.authorize_url))
    keeper.join(20)
    assert not keeper.is_alive()


def test_on_login_calls_with_the_session(x_sandbox):
    card, seen = card_at(x_sandbox), []
    card.on_login(seen.append)
    session = card.submit(x_sandbox.approve(card.authorize_url))
    card.on_login(seen.append)
    assert seen == [session, session]


def test_nothing_secret_is_ever_in_a_synced_trait_or_a_repr(x_sandbox):
    card = LoginWidget(endpoints=x_sandbox.endpoints)
    sent = []
    for each in widgets_in(card, Widget):
        each.observe(lambda change: sent.append(str(change["new"])))
    box(card, "API Key").value = x_sandbox.client.key
    box(card, "API Key Secret").value = x_sandbox.client.secret
    pin = x_sandbox.approve(card.authorize_url)
    box(card, "PIN").value = pin
    secrets = (x_sandbox.client.secret, pin, card.session.token.secret)
    shown = f"{card!r} {card._repr_mimebundle_()} {synced(card)} {vars(card)!r}"
    assert not [secret for secret in secrets if secret in shown]


def test_the_plain_text_is_one_constant_line(x_sandbox):
    card = card_at(x_sandbox)
    before = repr(card)
    card.submit(x_sandbox.approve(card.authorize_url))
    assert repr(card) == before == card._repr_mimebundle_()["text/plain"]
    assert "@ada" in card._repr_mimebundle_()["text/html"]


def test_the_words_of_the_server_are_escaped(x_sandbox):
    card = card_at(x_sandbox)
    card.submit(x_sandbox.approve(card.authorize_url))
    card.session.user = type(card.session.user)(id="1", name="<script>alert(1)</script>", username="ada")
    card._course._show("signed in")
    assert "<script>" not in words(card)


def test_given_keys_that_are_wrong_are_told_in_the_card(x_sandbox):
    from xauth_nb import ClientCredentials

    card = card_at(x_sandbox, client=ClientCredentials("wrong", "wrong"))
    assert card.status == "failed"
    with pytest.raises(RequestTokenDeniedError):
        card._sign_in.begin()


def test_where_the_browser_is_redirected_the_box_asks_for_the_address_of_the_page(x_sandbox):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        callback = f"http://127.0.0.1:{probe.getsockname()[1]}/callback"
    x_sandbox.callbacks.add(callback)
    card = card_at(x_sandbox, callback=callback)
    try:
        assert box(card, "Address").placeholder == "of the page, or a PIN"
        press(card, "Sign in")
        assert "paste the address of the page that you land on" in words(card)
        box(card, "Address").value = x_sandbox.approve(card.authorize_url)
        assert card.status == "signed in"
    finally:
        card.close()


def registered_callback(x_sandbox):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        callback = f"http://127.0.0.1:{probe.getsockname()[1]}/callback"
    x_sandbox.callbacks.add(callback)
    return callback


def test_a_link_that_was_answered_with_cancel_by_callback_is_replaced_by_itself(x_sandbox):
    callback = registered_callback(x_sandbox)
    card = card_at(x_sandbox, callback=callback)
    first, is_new = card.authorize_url, threading.Event()
    card.observe(lambda _: card.authorize_url not in (None, first) and is_new.set(), "children")
    try:
        with urllib.request.urlopen(f"{callback}?denied={first.partition('oauth_token=')[2]}", timeout=20) as page:
            assert "Sign-in cancelled" in page.read().decode()
        assert is_new.wait(20)
        assert card.status == "link ready"
        assert "Cancel was pressed on X&#x27;s page" in words(card)
        assert "open this new link" in words(card)
        with urllib.request.urlopen(x_sandbox.approve(card.authorize_url), timeout=20):
            pass
        signed_in = threading.Event()
        card.on_login(lambda _: signed_in.set())
        assert signed_in.wait(20)
    finally:
        card.close()


def test_a_callback_port_that_is_taken_leads_on_with_a_pin_and_says_why(x_sandbox):
    callback = registered_callback(x_sandbox)
    with socket.socket() as other:
        other.bind(("127.0.0.1", int(callback.rpartition(":")[2].partition("/")[0])))
        other.listen()
        card = card_at(x_sandbox, callback=callback)
        assert card.status == "link ready"
        assert "is taken" in words(card)
        assert "So X shows a PIN instead." in words(card)
        assert "Paste the PIN that it shows" in words(card)
        box(card, "PIN").value = x_sandbox.approve(card.authorize_url)
        assert card.status == "signed in"
        assert "is taken" not in words(card)
