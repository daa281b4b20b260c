"""Sign-in: what comes out of each leg, and rows E1–E10 word for word."""

from __future__ import annotations

import time
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from xauth_nb.errors import UsageError

CALLBACK = "http://127.0.0.1:8976/callback"
E1 = '{"errors":[{"code":32,"message":"Could not authenticate you."}]}'
E2 = '{"errors":[{"code":215,"message":"Bad Authentication data."}]}'
E3_TEXT = (
    "Callback URL not approved for this client application. "
    "Approved callback URLs can be adjusted in your application settings"
)
E7 = "Error processing your OAuth request: Invalid oauth_verifier parameter"
JSON = "application/json; charset=utf-8"
TEXT = "text/html;charset=utf-8"


def start(hand, sb, callback="oob", **kwargs):
    return hand(sb, callback_uri=callback)("POST", "/oauth/request_token", **kwargs)


def link(sb, answer):
    return sb.endpoints.authorize_url(dict(parse_qsl(answer.text))["oauth_token"])


def finish(hand, sb, answer, verifier, **sign):
    first = dict(parse_qsl(answer.text))
    parts = {
        "resource_owner_key": first["oauth_token"],
        "resource_owner_secret": first["oauth_token_secret"],
        "verifier": verifier,
        **sign,
    }
    return hand(sb, **parts)("POST", "/oauth/access_token")


def test_the_first_leg_answers_as_x_does(hand, sb):
    answer = start(hand, sb)
    body = dict(parse_qsl(answer.text, strict_parsing=True))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, TEXT)
    assert list(body) == ["oauth_token", "oauth_token_secret", "oauth_callback_confirmed"]
    assert body["oauth_callback_confirmed"] == "true"
    assert (len(body["oauth_token"]), len(body["oauth_token_secret"])) == (27, 32)
    assert not answer.text.endswith("\n")


def test_the_last_leg_answers_as_x_does(hand, sb):
    first = start(hand, sb)
    answer = finish(hand, sb, first, sb.approve(link(sb, first), "grace"))
    body = dict(parse_qsl(answer.text, strict_parsing=True))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, TEXT)
    assert list(body) == ["oauth_token", "oauth_token_secret", "user_id", "screen_name"]
    assert body["screen_name"] == "grace"
    assert body["oauth_token"].startswith(body["user_id"] + "-")
    assert len(body["oauth_token"]) == 50


@pytest.mark.parametrize("where", ["AUTH_HEADER", "QUERY", "BODY"])
def test_parameters_are_read_from_header_query_and_form(hand, sb, where):
    answer = start(hand, sb, body="" if where == "BODY" else None, sign={"signature_type": where})
    assert answer.status_code == 200
    last = finish(hand, sb, answer, sb.approve(link(sb, answer)))
    assert last.status_code == 200


def test_access_is_narrowed_by_form_and_by_query(hand, sb):
    for kwargs in ({"body": "x_auth_access_type=read"}, {"params": {"x_auth_access_type": "read"}}):
        first = start(hand, sb, **kwargs)
        body = dict(parse_qsl(finish(hand, sb, first, sb.approve(link(sb, first))).text))
        mine = hand(sb, resource_owner_key=body["oauth_token"], resource_owner_secret=body["oauth_token_secret"])
        assert mine("GET", "/2/users/me").headers["x-access-level"] == "read"


def test_pins_are_seven_digits_and_some_begin_with_zero(hand, sb):
    for _ in range(400):  # one in ten does: 400 without one are a defect, and no chance
        pin = sb.approve(link(sb, start(hand, sb)))
        assert len(pin) == 7
        assert pin.isdigit()
        if pin.startswith("0"):
            return
    pytest.fail("no PIN begins with zero")


def test_a_callback_gets_token_and_verifier_and_keeps_its_query(hand, sb):
    sb.callbacks.add("http://127.0.0.1:9999/cb?kept=1")
    answer = start(hand, sb, "http://127.0.0.1:9999/cb?kept=1")
    address = sb.approve(link(sb, answer))
    query = parse_qs(urlsplit(address).query)
    assert address.startswith("http://127.0.0.1:9999/cb?kept=1&")
    assert query["oauth_token"] == [dict(parse_qsl(answer.text))["oauth_token"]]
    assert len(query["oauth_verifier"][0]) == 32
    assert finish(hand, sb, answer, query["oauth_verifier"][0]).status_code == 200


def test_a_callback_that_is_left_out_means_the_registered_one(hand, sb):
    answer = hand(sb)("POST", "/oauth/request_token")
    assert sb.approve(link(sb, answer)).startswith(CALLBACK)


@pytest.mark.parametrize("bend", [{"client_key": "aNotIssuedKey"}, {"client_secret": "wrong"}])
def test_e1_wrong_key_or_secret(hand, sb, bend):
    answer = start(hand, sb, sign=bend)
    assert (answer.status_code, answer.headers["Content-Type"], answer.text) == (401, JSON, E1)
    assert answer.headers["www-authenticate"] == 'OAuth realm="https://api.twitter.com", api_error_code=32'


def test_e1_a_nonce_serves_once(hand, sb, clock):
    bend = {"nonce": "once", "timestamp": clock()}
    assert start(hand, sb, sign=bend).status_code == 200
    assert start(hand, sb, sign=bend).text == E1


def test_a_forged_call_uses_up_no_nonce(hand, sb, clock):
    bend = {"nonce": "once", "timestamp": clock()}
    assert start(hand, sb, sign={**bend, "client_secret": "forged"}).text == E1
    assert start(hand, sb, sign=bend).status_code == 200


def test_e1_for_a_parameter_that_comes_twice(hand, sb):
    assert start(hand, sb, params=[("a", "1"), ("a", "2")]).text == E1


@pytest.mark.parametrize("method", ["PLAINTEXT", "HMAC-SHA256"])
def test_e1_for_other_signature_methods(hand, sb, method):
    assert start(hand, sb, sign={"signature_method": method}).text == E1


@pytest.mark.parametrize("header", [None, "", "OAuth", "OAuth oauth_consumer_key", "Basic YTpi", 'OAuth %zz="%zz"'])
def test_e2_no_authorization_that_can_be_read(hand, sb, header):
    answer = hand(sb).http.post(sb.base_url + "/oauth/request_token", headers={"Authorization": header})
    assert (answer.status_code, answer.headers["Content-Type"], answer.text) == (400, JSON, E2)


@pytest.mark.parametrize(
    "callback", ["http://127.0.0.1:8976/callback/", "http://localhost:8976/callback", "https://e.org"]
)
def test_e3_a_callback_off_the_list_is_refused_in_xml_or_json(hand, sb, callback):
    answer = start(hand, sb, callback)
    assert answer.status_code == 403
    assert answer.text == (
        f"<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"415\">{E3_TEXT}</error></errors>"
    )
    answer = start(hand, sb, callback, headers={"Accept": "application/json"})
    assert answer.status_code == 403
    assert answer.text == f'{{"errors":[{{"code":415,"message":"{E3_TEXT}"}}]}}'


def test_e4_an_app_without_callbacks_knows_only_oob(hand, sandbox):
    sb = sandbox(callbacks=())
    answer = start(hand, sb, CALLBACK)
    assert answer.status_code == 401
    assert (
        "<errors><error code=\"417\">Desktop applications only support the oauth_callback value 'oob'</error></errors>"
        in answer.text
    )
    assert start(hand, sb).status_code == 200


def test_e5_a_suspended_app(hand, sandbox):
    answer = start(hand, sandbox(suspended_app=True))
    assert answer.status_code == 401
    assert answer.json() == {"errors": [{"code": 416, "message": "Invalid / suspended application"}]}


@pytest.mark.parametrize("off", [-3600, -310, 310, 3600])
def test_e6_a_clock_that_is_off(hand, sb, off):
    answer = start(hand, sb, sign={"timestamp": str(int(time.time()) + off)})
    assert (answer.status_code, answer.text) == (
        401,
        '{"errors":[{"code":135,"message":"Timestamp out of bounds."}]}',
    )
    assert start(hand, sb, sign={"timestamp": str(int(time.time()) + off // 2 % 290)}).status_code == 200


def test_e6_the_date_header_tells_the_servers_clock(hand, sb):
    from email.utils import parsedate_to_datetime

    sb.clock.skew(hours=2)
    answer = start(hand, sb)
    assert answer.json()["errors"][0]["code"] == 135
    ahead = parsedate_to_datetime(answer.headers["Date"]).timestamp() - time.time()
    assert abs(ahead - 7200) < 5


@pytest.mark.parametrize("pin", ["0000000", "", "not a pin", "💥"])
def test_e7_a_wrong_pin_is_refused_in_plain_text(hand, sb, pin):
    first = start(hand, sb)
    sb.approve(link(sb, first))
    answer = finish(hand, sb, first, pin or None)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, TEXT)
    assert answer.text == E7 + ("" if pin else ": null")
    assert answer.headers["www-authenticate"] == 'OAuth realm="https://api.twitter.com"'


def test_e7_a_pin_serves_once_and_a_wrong_one_ends_the_sign_in(hand, sb):
    first = start(hand, sb)
    pin = sb.approve(link(sb, first))
    assert finish(hand, sb, first, pin).status_code == 200
    assert finish(hand, sb, first, pin).text == E7
    second = start(hand, sb)
    pin = sb.approve(link(sb, second))
    assert finish(hand, sb, second, "1").text == E7
    assert finish(hand, sb, second, pin).text == E7


def test_e7_nobody_approved_yet(hand, sb):
    assert finish(hand, sb, start(hand, sb), "1234567").text == E7


def test_e8_a_request_token_that_is_unknown_old_or_not_sent(hand, sb):
    first = start(hand, sb)
    pin = sb.approve(link(sb, first))
    answer = finish(hand, sb, first, pin, resource_owner_key="unknown")
    assert (answer.status_code, answer.headers["Content-Type"], answer.text) == (401, TEXT, "Request token missing")
    answer = finish(hand, sb, first, pin, resource_owner_key=None)
    assert answer.text == "Reverse auth credentials are invalid"
    sb.clock.advance(minutes=16)
    later = str(int(sb.clock.now()))
    assert finish(hand, sb, first, pin, timestamp=later).text == "Request token missing"


def test_e9_a_revoked_token_is_dead_and_the_next_one_is_another(hand, sb):
    mine = hand(sb, "ada")
    answer = mine("POST", "/1.1/oauth/invalidate_token.json")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, JSON)
    assert answer.json() == {"access_token": mine.token.token}
    answer = mine("GET", "/1.1/account/verify_credentials.json")
    assert (answer.status_code, answer.text) == (401, '{"errors":[{"code":89,"message":"Invalid or expired token."}]}')
    assert sb.sign_in("ada").token != mine.token.token


def test_e10_cancel_leads_back_with_denied_and_nothing_else(hand, sb):
    answer = start(hand, sb, CALLBACK)
    token = dict(parse_qsl(answer.text))["oauth_token"]
    assert sb.deny(link(sb, answer)) == f"{CALLBACK}?denied={token}"
    assert finish(hand, sb, answer, "1").text == E7


def test_e10_cancel_in_pin_mode_leads_nowhere(hand, sb):
    assert sb.deny(link(sb, start(hand, sb))) is None


def test_a_link_serves_once_and_a_quarter_of_an_hour(hand, sb):
    first = start(hand, sb)
    sb.approve(link(sb, first))
    with pytest.raises(UsageError, match="used, too old"):
        sb.approve(link(sb, first))
    second = start(hand, sb)
    sb.clock.advance(minutes=16)
    with pytest.raises(UsageError, match="used, too old"):
        sb.approve(link(sb, second))


def test_only_people_of_the_cast_can_approve(hand, sb):
    with pytest.raises(UsageError, match="Nobody called"):
        sb.approve(link(sb, start(hand, sb)), "gone_gary")


def test_tokens_of_another_sandbox_are_refused(hand, sandbox):
    one, other = sandbox(), sandbox()
    token = one.sign_in("ada")
    parts = {"resource_owner_key": token.token, "resource_owner_secret": token.secret}
    assert hand(other, **parts)("GET", "/2/users/me").status_code == 401
    assert start(hand, other, sign={"client_key": one.client.key, "client_secret": one.client.secret}).text == E1
