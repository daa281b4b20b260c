# ruff: noqa: E501 - a table of answers as they came reads best with one answer a line
"""Each refusal of X becomes an error of its own kind that says what to do; bodies as they were seen on the wire."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from xauth_nb import errors
from xauth_nb.wire import check, clock_offset, read_problem

V2 = "https://api.x.com/2/problems/"


def answer(status, body, **headers):
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


ROWS = [
    ("E9", 401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, "UnauthorizedError", "revoked", "login()"),
    ("E11", 401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}, "UnauthorizedError", "signature", "login()"),
    ("E12", 403, {"title": "Forbidden", "status": 403, "detail": "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.", "type": "https://api.twitter.com/2/problems/oauth1-permissions"}, "ForbiddenError", "only read", "Read and write"),
    ("E13", 401, {"request": "/1.1/statuses/update.json", "error": "Read-only application cannot POST."}, "ForbiddenError", "only read", "Read and write"),
    ("E14", 403, {"title": "Client Forbidden", "reason": "client-not-enrolled", "detail": "When authenticating …", "type": V2 + "client-forbidden"}, "ForbiddenError", "package", "Pay-per-use"),
    ("E15", 403, {"title": "Client Forbidden", "reason": "user-not-enrolled", "type": V2 + "client-forbidden"}, "ForbiddenError", "billed", "console.x.com"),
    ("E16", 403, {"title": "Unsupported Authentication", "detail": "Authenticating with OAuth 1.0a User Context is forbidden for this endpoint.", "type": V2 + "unsupported-authentication", "status": 403}, "ForbiddenError", "OAuth 1.0a", "OAuth 2.0"),
    ("E17", 402, {"title": "CreditsDepleted", "detail": "Your enrolled account [1] does not have any credits to fulfill this request.", "type": V2 + "credits"}, "CreditsError", "no credits", "Buy credits"),
    ("E18", 403, {"title": "SpendCapReached", "detail": "…", "reset_date": "2026-05-13", "type": V2 + "credits"}, "CreditsError", "spend cap", "2026-05-13"),
    ("E19", 429, {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly product cap", "type": V2 + "usage-capped"}, "UsageCapError", "Monthly product cap", "does not help"),
    ("E20", 429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}, "RateLimitedError", "rate limit", "Wait"),
    ("E21", 403, {"detail": "The user used for authentication is suspended", "title": "Forbidden", "status": 403, "type": V2 + "user-suspended"}, "ForbiddenError", "suspended", "x.com"),
    ("E22", 403, {"errors": [{"message": "You currently have access to a subset of X API V2 endpoints …", "code": 453}]}, "ForbiddenError", "v1.1", "API v2"),
    ("E23", 503, {"title": "Service Unavailable", "detail": "Service Unavailable", "type": "about:blank", "status": 503}, "ServerError", "503", "Try again in a moment"),
    ("E24", 502, b"<html><head><title>502</title></head><body><h1>Bad gateway</h1></body></html>", "ServerError", "502", "Try again in a moment"),
    ("E30", 403, {"detail": "You are not allowed to create a Tweet with duplicate content.", "type": "about:blank", "title": "Forbidden", "status": 403}, "DuplicateTweetError", "short while ago", "timeline"),
    ("E31", 403, {"detail": "Reply to this conversation is not allowed because you have not been mentioned …", "type": "about:blank", "title": "Forbidden", "status": 403}, "ForbiddenError", "reply", "x.com"),
    ("E32", 403, {"detail": "Quoting this post is not allowed because you have not been mentioned …", "title": "Forbidden", "status": 403}, "ForbiddenError", "quote", "address"),
    ("E33", 400, {"errors": [{"message": "Your Tweet text is too long. For more information …"}], "title": "Invalid Request", "type": V2 + "invalid-request"}, "ApiError", "280", "Shorten"),
    ("E34", 400, {"errors": [{"parameters": {"max_results": ["0"]}, "message": "The `max_results` query parameter value [0] is not between 5 and 100"}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": V2 + "invalid-request"}, "ApiError", "max_results", "Correct"),
    ("E35", 400, {"errors": [{"message": "Your media IDs are invalid."}], "title": "Invalid Request", "type": V2 + "invalid-request"}, "ApiError", "media", "Upload"),
    ("E36", 404, {"title": "Not Found Error", "detail": "Could not find user with username: [nobody].", "type": V2 + "resource-not-found"}, "NotFoundError", "nobody", "deleted"),
    ("E37", 403, {"errors": [{"code": 187, "message": "Status is a duplicate."}]}, "DuplicateTweetError", "short while ago", "timeline"),
    ("E13, code 261", 403, {"errors": [{"code": 261, "message": "Application cannot perform write actions. Contact Twitter Platform Operations."}]}, "ForbiddenError", "only read", "Read and write"),
    ("E13, code 220", 403, {"errors": [{"code": 220, "message": "Your credentials do not allow access to this resource."}]}, "ForbiddenError", "only read", "Read and write"),
    ("E5", 401, {"errors": [{"code": 416, "message": "Invalid / suspended application"}]}, "UnauthorizedError", "suspended", "appeal"),
    ("E20, code 88", 429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, "RateLimitedError", "rate limit", "Wait"),
    ("E21, code 64", 403, {"errors": [{"code": 64, "message": "Your account is suspended"}]}, "ForbiddenError", "that signed in is suspended", "x.com"),
    ("E21, code 326", 403, {"errors": [{"code": 326, "message": "To protect our users …"}]}, "ForbiddenError", "locked", "x.com"),
    ("E23, code 130", 503, {"errors": [{"code": 130, "message": "Over capacity"}]}, "ServerError", "503", "Try again in a moment"),
    ("E23, code 131", 500, {"errors": [{"code": 131, "message": "Internal error"}]}, "ServerError", "500", "Try again in a moment"),
    ("E33, code 186", 403, {"errors": [{"code": 186, "message": "Tweet needs to be a bit shorter."}]}, "ApiError", "280", "Shorten"),
    ("E35, reply", 400, {"errors": [{"parameters": {"$.reply": ["{}"]}, "message": "$.reply.in_reply_to_tweet_id: is missing but it is required"}], "title": "Invalid Request", "type": V2 + "invalid-request"}, "ApiError", "in_reply_to_tweet_id", "Correct"),
    ("E37, code 34", 404, {"errors": [{"code": 34, "message": "Sorry, that page does not exist."}]}, "NotFoundError", "page", "path"),
    ("E37, code 63", 403, {"errors": [{"code": 63, "message": "User has been suspended."}]}, "ForbiddenError", "suspended", "Nothing"),
    ("E37, code 87", 403, {"errors": [{"code": 87, "message": "Client is not permitted to perform this action."}]}, "ForbiddenError", "not permitted", "package"),
    ("E37, code 99", 403, {"errors": [{"code": 99, "message": "Unable to verify your credentials."}]}, "UnauthorizedError", "app keys", "Keys and tokens"),
    ("E37, code 139", 403, {"errors": [{"code": 139, "message": "You have already favorited this status."}]}, "ForbiddenError", "already", "Nothing"),
    ("E37, code 144", 404, {"errors": [{"code": 144, "message": "No status found with that ID."}]}, "NotFoundError", "No status", "deleted"),
    ("E37, code 179", 403, {"errors": [{"code": 179, "message": "Sorry, you are not authorized to see this status."}]}, "ForbiddenError", "protected", "follow"),
    ("E37, code 185", 403, {"errors": [{"code": 185, "message": "User is over daily status update limit."}]}, "ForbiddenError", "daily", "Wait"),
    ("E37, code 226", 403, {"errors": [{"code": 226, "message": "This request looks like it might be automated."}]}, "ForbiddenError", "automated", "vary"),
    ("E37, code 324", 400, {"errors": [{"code": 324, "message": "The validation of media ids failed."}]}, "ApiError", "validation", "same account"),
    ("E37, code 327", 403, {"errors": [{"code": 327, "message": "You have already retweeted this Tweet."}]}, "ForbiddenError", "already", "Nothing"),
    ("E37, code 385", 403, {"errors": [{"code": 385, "message": "You attempted to reply to a Tweet that is deleted or not visible to you."}]}, "NotFoundError", "deleted", "get_tweet"),
    ("E37, code 386", 403, {"errors": [{"code": 386, "message": "The Tweet exceeds the number of allowed attachment types."}]}, "ForbiddenError", "one kind", "Leave out"),
    ("E37, code 407", 400, {"errors": [{"code": 407, "message": "The given URL is invalid."}]}, "ApiError", "URL", "Correct"),
    ("E37, code 433", 403, {"errors": [{"code": 433, "message": "The original Tweet author restricted who can reply to this Tweet."}]}, "ForbiddenError", "only some", "address"),
    ("redirect", 302, b"", "ServerError", "redirect", "browser"),
    ("unknown", 418, b"short and stout", "ApiError", "418", "documentation"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "status", "body", "kind", "said", "remedy"), ROWS, ids=[row[0] for row in ROWS])
def test_a_refusal_becomes_its_own_error_with_its_remedy(row, status, body, kind, said, remedy):
    with pytest.raises(errors.ApiError) as caught:
        check(answer(status, body))
    error = caught.value
    assert type(error).__name__ == kind
    assert said in error.message
    assert remedy in error.remedy
    assert (error.status, error.response.status_code) == (status, status)


@pytest.mark.parametrize(
    "body", [{"title": "Service Unavailable"}, b"<html><title>Bad gateway</title></html>"], ids=type
)
@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
@pytest.mark.parametrize(
    ("method", "path", "remedy"),
    [
        ("GET", "/2/users/me", "Try again in a moment."),
        ("GET", "/1.1/account/verify_credentials.json", "Try again in a moment."),
        ("DELETE", "/2/tweets/20", "Try again in a moment."),
        ("POST", "/oauth/request_token", "Try again in a moment."),
        ("POST", "/2/tweets", "look whether the tweet is there"),
        ("POST", "/1.1/statuses/update.json", "look whether the tweet is there"),
        ("POST", "/2/lists", "X may have acted on it all the same"),
    ],
)
def test_a_fault_of_the_server_is_told_by_what_was_asked(method, path, remedy, status, body):
    response = answer(status, body)
    response.request = requests.Request(method, f"https://api.x.com{path}").prepare()
    with pytest.raises(errors.ServerError) as caught:
        check(response)
    assert remedy in caught.value.remedy
    assert ("tweet" in caught.value.remedy) == (path in ("/2/tweets", "/1.1/statuses/update.json"))


def test_the_host_in_a_problems_type_makes_no_difference():
    def read(host):
        return read_problem(
            answer(403, {"title": "Forbidden", "type": f"https://{host}/2/problems/oauth1-permissions"})
        )

    assert read("api.x.com").kind == read("api.twitter.com").kind == "oauth1-permissions"


def test_a_good_answer_comes_back_as_it_is():
    response = answer(201, {"data": {}})
    assert check(response) is response


def test_the_exhausted_window_is_the_one_that_is_told():
    soon, later = (int((datetime.now(timezone.utc) + timedelta(hours=h)).timestamp()) for h in (1, 20))
    headers = {"x_rate_limit_remaining": "90", "x_rate_limit_reset": str(soon)}
    daily = {"x_user_limit_24hour_remaining": "0", "x_user_limit_24hour_reset": str(later)}
    for given_headers, expected in ((headers, soon), (headers | daily, later)):
        with pytest.raises(errors.RateLimitedError) as caught:
            check(answer(429, {"title": "Too Many Requests"}, **given_headers))
        assert caught.value.reset_at.timestamp() == expected
    with pytest.raises(errors.RateLimitedError) as caught:
        check(answer(429, b"", x_rate_limit_reset="soon"))
    assert caught.value.reset_at is None


def test_a_401_looks_at_the_clock_before_it_blames_the_keys():
    behind = format_datetime(datetime.now(timezone.utc) + timedelta(hours=1))
    with pytest.raises(errors.UnauthorizedError, match=r"36\d\d seconds behind|3599 seconds behind") as caught:
        check(answer(401, {"title": "Unauthorized"}, Date=behind))
    assert "clock" in caught.value.remedy
    assert clock_offset(answer(200, b"")) is None
    assert clock_offset(answer(200, b"", Date="yesterday")) is None


def test_control_characters_of_a_server_never_reach_a_terminal():
    with pytest.raises(errors.ApiError) as caught:
        check(answer(400, {"title": "x", "detail": "red \x1b[31m alert\nsecond line"}))
    assert "\x1b" not in str(caught.value)
    assert "\n" not in caught.value.message


@given(body=st.binary(max_size=300), status=st.integers(300, 599))
def test_no_body_whatever_is_an_exception_of_another_kind(body, status):
    with pytest.raises(errors.ApiError):
        check(answer(status, body))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["errors", "title", "detail", "type", "code", "message", "error"]), inner)
        ),
    )
)
def test_no_json_whatever_breaks_the_reading_of_problems(content):
    assert read_problem(answer(400, content)).status == 400
