"""What people paste, and what is made of it."""

from __future__ import annotations

from urllib.parse import quote

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
        ("4868795.", "4868795"),
        ("(4868795)", "4868795"),
        ("“4868795”!", "4868795"),
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
        f"it is {REDIRECT}. Thanks",
        f"({REDIRECT})",
        f"[the page]({REDIRECT})",
        f"http://[127.0.0.1:8976/callback?oauth_token={TOKEN}&oauth_verifier={VERIFIER}",
        f"[{REDIRECT}",
        REDIRECT.replace("&", "&amp;"),
        REDIRECT.replace("&", "&amp;amp;"),
        REDIRECT.replace("&", "\\u0026"),
        REDIRECT.replace("oauth_verifier", "\u200boauth_verifier"),
        f"https://mail.example/?to={quote(REDIRECT, safe='')}&more=1",
        f"{REDIRECT}#_=_",
        f"http://127.0.0.1:8976/callback?oauth_token=3D{TOKEN}&oauth_veri=\r\nfier=3D{VERIFIER}",
        f"{REDIRECT}\nThanks",
        f"https://hub.example/user/ada/xauth/callback?keep=1&oauth_token={TOKEN}&oauth_verifier={VERIFIER}",
    ],
)
def test_a_redirected_address_gives_its_verifier_and_its_request_token(typed):
    answer = parse_answer(typed)
    assert (answer.verifier, answer.request_token) == (VERIFIER, TOKEN)


@given(
    st.lists(st.integers(REDIRECT.index("?"), len(REDIRECT) - 1), min_size=1, max_size=3, unique=True), st.booleans()
)
def test_a_line_that_the_mail_program_has_wrapped_is_read_as_one(places, is_quoted):
    break_, text = "\r\n> " if is_quoted else "\n", REDIRECT
    for place in sorted(places, reverse=True):
        text = text[:place] + break_ + text[place:]
    assert parse_answer(f"Here it is:\n{text}\nYours, Ada").verifier == VERIFIER


def test_a_cancel_that_was_wrapped_names_its_whole_request_token():
    assert parse_answer(f"http://127.0.0.1:8976/callback?denied={TOKEN[:9]}\n{TOKEN[9:]}").request_token == TOKEN


def test_a_request_token_that_begins_like_an_escape_is_left_alone():
    assert parse_answer(f"?denied=3D{TOKEN[2:]}").request_token == f"3D{TOKEN[2:]}"


def test_half_an_address_is_said_to_be_half_and_not_to_be_too_early():
    with pytest.raises(UsageError, match="not copied whole"):
        parse_answer(f"http://127.0.0.1:8976/callback?oauth_token={TOKEN}")


def test_a_verifier_copied_out_of_the_address_is_taken_as_it_is():
    assert parse_answer(VERIFIER).verifier == VERIFIER


def test_cancel_is_read_before_anything_else():
    answer = parse_answer(f"http://127.0.0.1:8976/callback?denied={TOKEN}")
    assert answer.is_denied
    assert (answer.verifier, answer.request_token) == (None, TOKEN)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Nothing was typed"),
        (" \t\n", "Nothing was typed"),
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
