# ruff: noqa: E501 - a table of answers as they came reads best with one answer a line
"""What a reader is told of the rows E1 … E10 of the sheet of facts about X, and of others where they come elsewhere.

E11 to E37, and the numbers of v1.1, are in ``test_faults.py``.
"""

from __future__ import annotations

import re

import pytest
import test_faults
from test_x_bodies import Answering, called, told

from xauth_nb.credentials import ClientCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import AuthorizationDeniedError
from xauth_nb.oauth.exchange import Exchange

CREDENTIALS = "GET /1.1/account/verify_credentials.json"
OAUTH1 = "Authenticating with OAuth 1.0a User Context is forbidden for this endpoint.  Supported authentication types are [OAuth 2.0 Application-Only, OAuth 2.0 User Context]."
SUBSET = "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only."
# row: where it comes (S, F: first and last leg; else a call), the status, the body, the class, the cause, the next step
FACTS = [
    ("E1", "S", 401, {"errors": [{"code": 32, "message": "Could not authenticate you."}]}, "RequestTokenDeniedError", "API key and secret", "Keys and tokens"),
    ("E2", "S", 400, {"errors": [{"code": 215, "message": "Bad Authentication data."}]}, "RequestTokenDeniedError", "no signature", "Authorization"),
    ("E3", "S", 403, {"errors": [{"code": 415, "message": "Callback URL not approved for this client application."}]}, "RequestTokenDeniedError", "does not allow the callback", "exactly this address"),
    ("E4", "S", 401, "<hash><error>Desktop applications only support the oauth_callback value 'oob'</error></hash>", "RequestTokenDeniedError", "Type of App", "Web App"),
    ("E5", "S", 401, {"errors": [{"code": 416, "message": "Invalid / suspended application"}]}, "RequestTokenDeniedError", "suspended", "appeal"),
    ("E6", "S", 401, {"errors": [{"code": 135, "message": "Timestamp out of bounds."}]}, "RequestTokenDeniedError", "clock is wrong", "NTP"),
    ("E6", CREDENTIALS, 401, {"errors": [{"code": 135, "message": "Timestamp out of bounds."}]}, "UnauthorizedError", "clock is wrong", "NTP"),
    ("E7", "F", 401, "Error processing your OAuth request: Invalid oauth_verifier parameter: null", "VerifierRejectedError", "this PIN", "new link"),
    ("E8", "F", 401, "Invalid / expired Token", "VerifierRejectedError", "this link any more", "new link"),
    ("E8", "F", 401, "Request token missing", "VerifierRejectedError", "this link any more", "new link"),
    ("E9", CREDENTIALS, 401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, "UnauthorizedError", "revoked", "login()"),
    ("E9", CREDENTIALS, 403, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, "UnauthorizedError", "revoked", "login()"),
    ("E16", "GET /2/tweets/search/all", 403, {"title": "Unsupported Authentication", "detail": OAUTH1, "type": "https://api.twitter.com/2/problems/unsupported-authentication", "status": 403}, "ForbiddenError", "does not offer GET /2/tweets/search/all to OAuth 1.0a", "another call"),
    ("E20", "S", 429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, "LoginUnavailableError", "asked too often", "quarter of an hour"),
    ("E22", "POST /1.1/statuses/update.json", 403, {"errors": [{"message": SUBSET, "code": 453}]}, "ForbiddenError", "v1.1 call is not open", "x.post_tweet"),
    ("E23", CREDENTIALS, 503, {"errors": [{"code": 130, "message": "Over capacity"}]}, "ServerError", "not available", "again in a moment"),
    ("E23", CREDENTIALS, 500, {"errors": [{"code": 131, "message": "Internal error"}]}, "ServerError", "has a fault", "again in a moment"),
    ("E24", "GET /2/users/me", 502, "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head></html>", "ServerError", "titled “502 Bad Gateway”", "again in a moment"),
    ("E24", "GET /2/users/me", 403, "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head></html>", "ServerError", "Cloudflare", "another network"),
    ("E36", "GET /2/users/by/username/nobody", 404, {"title": "Not Found Error", "detail": "Could not find user with username: [nobody].", "type": "https://api.x.com/2/problems/resource-not-found"}, "NotFoundError", "does not find what GET /2/users/by/username/nobody names", "name"),
    ("E36", "POST /2/dm_conversations", 404, {"title": "Not Found Error", "detail": "Could not find user with username: [nobody].", "type": "https://api.x.com/2/problems/resource-not-found"}, "NotFoundError", "does not find what POST /2/dm_conversations names", "name"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "where", "status", "body", "kind", "cause", "step"),
    FACTS,
    ids=[f"{one[0]}-{number}" for number, one in enumerate(FACTS)],
)
def test_a_row_of_the_sheet_is_told_with_cause_and_next_step(row, where, status, body, kind, cause, step):
    error = told(where, status, body) if where in ("S", "F") else called(*where.split(" "), status, body)
    assert type(error).__name__ == kind
    assert cause in error.message
    assert step in error.remedy
    assert error.status == status


def test_e10_cancel_is_told_without_an_answer_of_x():
    exchange, answering = Exchange(ClientCredentials("key", "s"), endpoints=X), Answering(401, "")
    answering.starts_well = True
    exchange.session.mount(X.base_url, answering)
    exchange.begin()
    with pytest.raises(AuthorizationDeniedError, match="Cancel was pressed") as caught:
        exchange.finish("http://127.0.0.1:8976/callback?denied=first")
    assert "a new link" in caught.value.remedy
    exchange.session.close()


def test_every_row_of_the_sheet_is_in_the_table(reference):
    rows = {f"E{number}" for number in re.findall(r"^\| E(\d+) \|", (reference / "x-api.md").read_text(), re.MULTILINE)}
    others = {one[0].partition(",")[0] for one in test_faults.ROWS if one[0].startswith("E")}
    assert {one[0] for one in FACTS} | others | {"E10"} == rows
