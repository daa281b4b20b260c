"""What people paste, and what is made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb.errors import UsageError
from xauth_nb.oauth.answer import parse_answer

TOKEN, VERIFIER = "CE545gAAAAAAABtaAAABcbPlJBQ", "uw7NjWHT6OJ1MpJOXsHfNxoAhPKpgI8B"
REDIRECT = f"http://127.0.0.1:8976/callback?oauth_token={TOKEN}&oauth_verifier={VERIFIER}"


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        ("4868795", "4868795"),
        ("0123456", "0123456"),
        ("  486 87 95\n", "4868795"),
        ("486-8795", "4868795"),
        ("486–8795", "4868795"),
        ("4868795​", "4868795"),
        ("４８６８７９５", "4868795"),
    ],
)
def test_a_pin_stays_a_string_and_loses_what_people_put_between_its_digits(typed, pin):
    answer = parse_answer(typed)
    assert (answer.verifier, answer.request_token, answer.is_denied) == (pin, None, False)


@pytest.mark.parametrize(
    "typed",
    [
        REDIRECT,
        REDIRECT + "#frame",
        f"oauth_token={TOKEN}&oauth_verifier={VERIFIER}",
        f"?oauth_verifier={VERIFIER}&oauth_token={TOKEN}",
        f"<{REDIRECT}>",
        f"it says: {REDIRECT} , is that right?",
        f"https://hub.example/user/ada/xauth/callback?keep=1&oauth_token={TOKEN}&oauth_verifier={VERIFIER}",
    ],
)
def test_a_redirected_address_gives_its_verifier_and_its_request_token(typed):
    answer = parse_answer(typed)
    assert (answer.verifier, answer.request_token) == (VERIFIER, TOKEN)


def test_a_verifier_copied_out_of_the_address_is_taken_as_it_is():
    assert parse_answer(VERIFIER).verifier == VERIFIER


def test_cancel_is_read_before_anything_else():
    answer = parse_answer(f"http://127.0.0.1:8976/callback?denied={TOKEN}")
    assert answer.is_denied
    assert (answer.verifier, answer.request_token) == (None, TOKEN)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "box is empty"),
        (" \t\n", "box is empty"),
        ("hello", "not a PIN"),
        ("abcdefghijklmnopqrst", "not a PIN"),
        ("12", "not a PIN"),
        ("12345678901234567890123", None),
        ("486 87 95 please", "not a PIN"),
        (f"https://api.x.com/oauth/authorize?oauth_token={TOKEN}", "no oauth_verifier"),
        ("x" * 5000, "far too long"),
    ],
)
def test_what_cannot_be_an_answer_is_said_in_words_without_quoting_it(typed, said):
    if said is None:
        assert parse_answer(typed).verifier == typed
        return
    with pytest.raises(UsageError, match=said) as caught:
        parse_answer(typed)
    assert caught.value.remedy
    assert not typed.strip() or typed.strip() not in str(caught.value)


@given(st.text(max_size=200))
def test_any_text_is_an_answer_or_a_usage_error(typed):
    try:
        answer = parse_answer(typed)
    except UsageError:
        return
    assert answer.is_denied or answer.verifier
    assert repr(answer) == "Answer(…)"
