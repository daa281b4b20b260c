# ruff: noqa: E501 - a table of answers as they came reads best with one answer a line
"""Answers of X to a post and to both legs of the sign-in, each recorded or documented: what its reader is told.

Of each: the class, words of the cause, words of the next step; X's own sentence is quoted, and nothing is blamed on the
app and its package that X has not said of them. Rows P, S and F: posting, first leg, last leg.
"""

from __future__ import annotations

import json
import re

import pytest
import requests

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import ForbiddenError, XAuthError
from xauth_nb.oauth.exchange import Exchange
from xauth_nb.session import XSession

SECRETS = ("consumer-secret-4711", "temporary-secret-4711", "token-secret-4711", "7654321")
ROWS = [
    ("P1", 403, {"detail": "You are not permitted to perform this action.", "type": "about:blank", "title": "Forbidden", "status": 403}, "ForbiddenError", "does not say why", "x.com"),
    ("P2", 403, {"detail": "You can only reply to or quote posts where you are mentioned or are the author.", "status": 403, "title": "Authorization Error", "type": "https://api.x.com/2/problems/not-authorized-for-resource"}, "ForbiddenError", "mentioned in it or wrote it", "address"),
    ("P4", 403, {"detail": "Your account is not permitted to access this feature", "type": "about:blank", "title": "Forbidden", "status": 403}, "ForbiddenError", "of the account, and not of the app", "x.com"),
    ("P5", 403, {"detail": "Your account is suspended and is not permitted to access this feature.", "type": "about:blank", "title": "Forbidden", "status": 403}, "ForbiddenError", "account that signed in is suspended", "appeal"),
    ("P6", 403, {"detail": "To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://x.com to unlock your account.", "type": "about:blank", "title": "Forbidden", "status": 403}, "ForbiddenError", "locked", "Sign in at x.com"),
    ("P7", 403, {"errors": [{"code": 326, "message": "To protect our users from spam and other malicious activity, this account is temporarily locked. Please log in to https://twitter.com to unlock your account.", "sub_error_code": 0, "bounce_location": "https://twitter.com/account/access"}]}, "ForbiddenError", "locked", "Sign in at x.com"),
    ("P9", 400, {"errors": [{"parameters": {"text": ["x"]}, "message": "The Tweet contains an invalid URL."}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request"}, "ApiError", "a link in the text", "Correct the link"),
    ("P11", 403, {"detail": "You attempted to reply to a Tweet that is deleted or not visible to you.", "type": "about:blank", "title": "Forbidden", "status": 403}, "NotFoundError", "deleted, or this account may not see it", "get_tweet"),
    ("P11b", 403, {"detail": "You attempted to reply to a Post that is deleted or not visible to you.", "type": "about:blank", "title": "Forbidden", "status": 403}, "NotFoundError", "deleted, or this account may not see it", "get_tweet"),
    ("P12", 402, {"detail": "credits depleted", "status": 402, "title": "Payment Required", "type": "https://api.x.com/2/problems/credits-depleted"}, "CreditsError", "no credits left", "Buy credits"),
    ("P13", 402, {"account_id": 2072000000000000000, "title": "CreditsDepleted", "detail": "Your enrolled account [2072000000000000000] does not have any credits to fulfill this request.", "type": "https://api.twitter.com/2/problems/credits"}, "CreditsError", "no credits left", "Buy credits"),
    ("P14", 403, {"detail": "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.", "status": 403, "title": "Forbidden", "type": "https://api.x.com/2/problems/oauth1-permissions"}, "ForbiddenError", "may only read", "Read and write"),
    ("P15", 403, {"title": "Forbidden", "type": "about:blank", "status": 403, "detail": "Forbidden"}, "ForbiddenError", "gives no reason", "x.com as this account"),
    ("P16", 403, {"detail": "You are not allowed to create a Tweet with duplicate content.", "type": "about:blank", "title": "Forbidden", "status": 403}, "DuplicateTweetError", "short while ago", "timeline"),
    ("P17", 403, {"errors": [{"code": 344, "message": "You have reached your daily limit for sending Tweets and messages. Please try again later."}]}, "ForbiddenError", "daily limit", "Wait"),
    ("P18", 403, {"client_id": "26924600", "detail": "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project. You can create a project via the developer portal.", "registration_url": "https://developer.twitter.com/en/docs/projects/overview", "title": "Client Forbidden", "required_enrollment": "Appropriate Level of API Access", "reason": "client-not-enrolled", "type": "https://api.twitter.com/2/problems/client-forbidden"}, "ForbiddenError", "not in a package", "Pay-per-use"),
    ("P20", 403, '<!DOCTYPE html>\n<!--[if lt IE 7]> <html class="no-js ie6 oldie" lang="en-US"> <![endif]-->\n<head>\n<title>Attention Required! | Cloudflare</title>\n<meta charset="UTF-8" /><style>body{margin:0;padding:0}</style></head><body><div id="cf-wrapper"><h1>Sorry, you have been blocked</h1><h2>You are unable to access x.com</h2><p>Why have I been blocked? This website is using a security service to protect itself from online attacks.</p><p>Cloudflare Ray ID: 99e334f8cfbefd3b</p></div></body></html>', "ServerError", "Cloudflare", "another network"),
    ("P21", 403, '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>', "ServerError", "Cloudflare", "another network"),
    ("P23", 413, "<html><head><title>413 Request Entity Too Large</title></head><body><center><h1>413 Request Entity Too Large</h1></center></body></html>", "ApiError", "larger than X", "Send less"),
    ("P25", 409, {"title": "ConnectionException", "detail": "x", "type": "https://api.x.com/2/problems/streaming-connection"}, "ApiError", "another stream", "Close the streams"),
    ("P26", 429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, "RateLimitedError", "rate limit", "Wait"),
    ("P27", 429, {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}, "RateLimitedError", "rate limit", "Wait"),
    ("P28", 429, {"title": "Too Many Requests", "detail": "Rate limit exceeded.", "type": "https://api.x.com/2/problems/rate-limit-exceeded"}, "RateLimitedError", "rate limit", "Wait"),
    ("P29", 401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}, "UnauthorizedError", "this signature", "login()"),
    ("P30", 401, {"errors": [{"code": 32, "message": "Could not authenticate you."}]}, "UnauthorizedError", "this signature", "login()"),
    ("P31", 401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, "UnauthorizedError", "revoked", "login()"),
    ("P32", 401, {"errors": [{"code": 416, "message": "Invalid / suspended application"}]}, "UnauthorizedError", "app is suspended", "appeal"),
    ("P33", 403, {"errors": [{"code": 385, "message": "You attempted to reply to a Tweet that is deleted or not visible to you."}]}, "NotFoundError", "deleted, or this account may not see it", "get_tweet"),
    ("P34", 403, {"errors": [{"code": 433, "message": "The original Tweet author restricted who can reply to this Tweet."}]}, "ForbiddenError", "only some people reply", "address"),
    ("P35", 400, {"errors": [{"parameters": {"text": ["x"]}, "message": "Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text."}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request"}, "ApiError", "280 weighted", "Shorten"),
    ("P36", 403, {"detail": "Your Tweet text is too long.", "type": "about:blank", "title": "Forbidden", "status": 403}, "ApiError", "280 weighted", "Shorten"),
    ("P37", 400, {"errors": [{"parameters": {"media.media_ids": ["[1757063824702574592]"]}, "message": "Your media IDs are invalid."}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request"}, "ApiError", "does not know these media", "same account"),
    ("P38", 400, {"errors": [{"parameters": {"media.media_ids": ["1"]}, "message": "Media processing not done"}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request"}, "ApiError", "not finished", "upload_media"),
    ("P39", 400, {"errors": [{"parameters": {"$.media.media_ids": ["[..]"]}, "message": "$.media.media_ids: there must be a maximum of 4 items in the array"}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request"}, "ApiError", "does not understand", "Correct"),
    ("P40", 403, {"title": "SpendCapReached", "detail": "Your enrolled account has reached its billing cycle spend cap.", "reset_date": "2026-05-13", "type": "https://api.twitter.com/2/problems/credits"}, "CreditsError", "spend cap", "2026-05-13"),
    ("P41", 429, {"account_id": "1", "product_name": "standard-basic", "title": "UsageCapExceeded", "period": "Monthly", "scope": "Product", "detail": "Usage cap exceeded: Monthly product cap", "type": "https://api.twitter.com/2/problems/usage-capped"}, "UsageCapError", "usage cap", "does not help"),
    ("P42", 403, {"type": "https://api.x.com/2/problems/client-forbidden", "title": "Client Forbidden", "detail": "This request is billed to the authenticated user. Create a developer account at the Developer Console and enroll it in Pay-per-use.", "reason": "user-not-enrolled", "registration_url": "https://console.x.com", "required_enrollment": "Pay-per-use"}, "ForbiddenError", "not enrolled", "console.x.com"),
    ("P43", 403, {"errors": [{"message": "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only. If you need access to this endpoint, you may need a different access level. You can learn more here: https://developer.x.com/en/portal/product", "code": 453}]}, "ForbiddenError", "package does not include POST /2/tweets", "which package"),
    ("P43b", 403, {"title": "Forbidden", "detail": "You currently have access to a subset of Twitter API v2 endpoints...", "type": "about:blank", "status": 403, "errors": [{"message": "You currently have access to a subset of Twitter API v2 endpoints...", "code": 453}]}, "ForbiddenError", "package does not include POST /2/tweets", "which package"),
    ("P44", 403, {"detail": "The user used for authentication is suspended", "title": "Forbidden", "status": 403, "type": "https://api.twitter.com/2/problems/user-suspended"}, "ForbiddenError", "account that signed in is suspended", "appeal"),
    ("P45", 500, {"title": "Internal Server Error", "detail": "Something is broken. This is usually a temporary error, for example in a high load situation or if an endpoint is temporarily having issues.", "type": "about:blank", "status": 500}, "ServerError", "fault of its own", "timeline"),
    ("P47", 403, {"detail": "Quoting this post is not allowed because you have not been mentioned or are not part of the conversation thread of the post you are quoting.", "type": "about:blank", "title": "Forbidden", "status": 403}, "ForbiddenError", "quote this tweet", "address"),
    ("P48", 200, "<!DOCTYPE html><html><head><title>Hotel WiFi</title></head><body>Please log in</body></html>", "ServerError", "Hotel WiFi", "browser"),
    ("P49", 201, {"data": {}}, "ServerError", "without the id", "timeline"),
    ("P50", 200, {"errors": [{"detail": "Could not find tweet with id: [456].", "title": "Not Found Error", "resource_type": "tweet", "parameter": "id", "resource_id": "456", "type": "https://api.x.com/2/problems/resource-not-found"}]}, "NotFoundError", "does not find", "id"),
    ("P51", 429, "<html><body>Too many requests</body></html>", "RateLimitedError", "rate limit", "Wait"),
    ("P52", 403, {"errors": [{"code": 99, "message": "Unable to verify your credentials."}]}, "UnauthorizedError", "app keys", "Keys and tokens"),
    ("P53", 403, {"errors": [{"code": 200, "message": "Forbidden."}]}, "ForbiddenError", "gives no reason", "x.com as this account"),
    ("P54", 404, {"errors": [{"code": 34, "message": "Sorry, that page does not exist"}]}, "NotFoundError", "does not find", "path"),
    ("P55", 400, {"errors": [{"parameters": {"expansions": ["bogus"]}, "message": "The `expansions` query parameter value [bogus] is not one of [article.cover_media,...]"}], "title": "Invalid Request", "detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request"}, "ApiError", "does not understand", "Correct"),
    ("S1", 401, {"errors": [{"code": 32, "message": "Could not authenticate you."}]}, "RequestTokenDeniedError", "API key and secret", "Keys and tokens"),
    ("S2", 403, "<!DOCTYPE html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1><h2>You are unable to access x.com</h2></body></html>", "LoginUnavailableError", "Cloudflare", "another network"),
    ("S3", 403, '<?xml version=\'1.0\' encoding=\'UTF-8\'?><errors><error code="415">Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings</error></errors>', "RequestTokenDeniedError", "does not allow the callback", "exactly this address"),
    ("S4", 401, '<?xml version=\'1.0\' encoding=\'UTF-8\'?><errors><error code="417">Desktop applications only support the oauth_callback value \'oob\'</error></errors>', "RequestTokenDeniedError", "Type of App", "Web App, Automated App or Bot"),
    ("S5", 401, {"errors": [{"code": 416, "message": "Invalid / suspended application"}]}, "RequestTokenDeniedError", "app is suspended", "appeal"),
    ("S6", 401, "Failed to validate oauth signature and token", "RequestTokenDeniedError", "API key and secret", "Keys and tokens"),
    ("S7", 403, {"client_id": "1", "detail": "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project.", "title": "Client Forbidden", "reason": "client-not-enrolled", "type": "https://api.twitter.com/2/problems/client-forbidden"}, "RequestTokenDeniedError", "not in a package", "Pay-per-use"),
    ("S8", 429, {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, "LoginUnavailableError", "asked too often", "quarter of an hour"),
    ("S9", 503, "<html>Over capacity</html>", "LoginUnavailableError", "503", "again in a moment"),
    ("S11", 200, "<html><title>Hotel</title></html>", "LoginUnavailableError", "Hotel", "browser"),
    ("S12", 302, "", "LoginUnavailableError", "redirect", "browser"),
    ("S13", 403, {"errors": [{"code": 326, "message": "To protect our users from spam and other malicious activity, this account is temporarily locked."}]}, "RequestTokenDeniedError", "locked", "x.com"),
    ("S14", 407, "<html>Proxy Authentication Required</html>", "LoginUnavailableError", "proxy", "name:password"),
    ("S15", 400, {"errors": [{"code": 215, "message": "Bad Authentication data."}]}, "RequestTokenDeniedError", "no signature", "another network"),
    ("S16", 403, {"title": "Forbidden", "type": "about:blank", "status": 403, "detail": "Forbidden"}, "RequestTokenDeniedError", "gives no reason", "same network"),
    ("S17", 404, {"errors": [{"code": 34, "message": "Sorry, that page does not exist."}]}, "LoginUnavailableError", "does not find any call POST /oauth/request_token", "XAUTH_NB_ENDPOINT"),
    ("S18", 401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, "RequestTokenDeniedError", "API key and secret alone", "Keys and tokens"),
    ("S19", 200, "oauth_token=CE545gAAAAAAABtaAAABcbPlJBQ&oauth_token_secret=abcabcabcabcabcabcabcabcabcabcab&oauth_callback_confirmed=false", "LoginUnavailableError", "did not confirm", "endpoint"),
    ("F1", 401, "Error processing your OAuth request: Invalid oauth_verifier parameter", "VerifierRejectedError", "this PIN", "new link"),
    ("F2", 401, "Request token missing", "VerifierRejectedError", "this link any more", "new link"),
    ("F3", 401, "Reverse auth credentials are invalid", "VerifierRejectedError", "this link any more", "new link"),
    ("F4", 401, "Invalid request token", "VerifierRejectedError", "this link any more", "new link"),
    ("F5", 403, "<!DOCTYPE html><head><title>Attention Required! | Cloudflare</title></head><body><h1>Sorry, you have been blocked</h1><h2>You are unable to access x.com</h2></body></html>", "LoginUnavailableError", "Cloudflare", "another network"),
    ("F6", 401, {"errors": [{"code": 32, "message": "Could not authenticate you."}]}, "RequestTokenDeniedError", "last step", "new link"),
    ("F7", 401, "<?xml version='1.0'?><hash><error>Invalid / expired Token</error><request>/oauth/access_token</request></hash>", "VerifierRejectedError", "this link any more", "new link"),
    ("F8", 403, "This feature is temporarily unavailable", "LoginUnavailableError", "not possible at the moment", "again in a moment"),
    ("F9", 401, {"errors": [{"code": 89, "message": "Invalid or expired token."}]}, "VerifierRejectedError", "this link any more", "new link"),
    ("F10", 403, '<?xml version=\'1.0\' encoding=\'UTF-8\'?><errors><error code="326">locked</error></errors>', "RequestTokenDeniedError", "locked", "x.com"),
    ("F11", 200, "oauth_token=1-a&oauth_token_secret=b", "TokenCredentials", "", ""),
    ("F12", 503, "upstream connect error or disconnect/reset before headers. reset reason: connection termination", "LoginUnavailableError", "not possible at the moment", "again in a moment"),
]  # fmt: skip
# Sentences of X in the shape of API v2, without a number, as X sends more and more of what v1.1 had numbers for.
SENTENCES = [
    (403, "You attempted to include more than one cashtag.", "ForbiddenError", "one cashtag", "Keep one"),
    (400, "Posts may contain at most 1 cashtag", "ForbiddenError", "one cashtag", "Keep one"),
    (403, "This user is not allowed to post a video longer than 2 minutes", "ForbiddenError", "video is longer", "Cut it"),
    (403, "This request looks like it might be automated. To protect our users from spam and other malicious activity, we can't complete this action right now. Please try again later.", "ForbiddenError", "looks automated", "vary"),
    (403, "User is over daily status update limit.", "ForbiddenError", "daily limit", "Wait"),
    (403, "The original Tweet author restricted who can reply to this Tweet.", "ForbiddenError", "only some people reply", "address"),
    (403, "Tweet needs to be a bit shorter.", "ApiError", "280 weighted", "Shorten"),
    (403, "Status is a duplicate.", "DuplicateTweetError", "short while ago", "timeline"),
    (403, "You may not delete another user's status.", "ForbiddenError", "another account's", "its author"),
    (403, "You have already retweeted this Tweet.", "ForbiddenError", "already", "Nothing"),
    (403, "You have been blocked from the author of this tweet.", "ForbiddenError", "blocked", "Nothing"),
    (400, "The given URL is invalid.", "ApiError", "a link in the text", "Correct the link"),
    (400, "The Tweet exceeds the number of allowed attachment types.", "ForbiddenError", "one kind", "Leave out"),
    (403, "Application cannot perform write actions. Contact Twitter Platform Operations.", "ForbiddenError", "only read", "Read and write"),
    (403, "Your account is suspended", "ForbiddenError", "suspended", "appeal"),
    (403, "Client is not permitted to perform this action.", "ForbiddenError", "The app may not", "package"),
    (403, "Sorry, you are not authorized to see the user with id: [1].", "ForbiddenError", "protected", "follow"),
]  # fmt: skip
STRANGE = [
    (403, {"title": "Forbidden", "detail": "The moon is in the wrong house.", "type": "about:blank", "status": 403}),
    (403, {"errors": [{"code": 9999, "message": "The moon is in the wrong house."}]}),
    (403, {"title": "Forbidden", "errors": [{"detail": "The moon is in the wrong house."}], "detail": "See errors."}),
    (409, {"title": "Conflict", "detail": "The moon is in the wrong house."}),
    (403, "The moon is in the wrong house."),
]
BLAMES_THE_APP = re.compile(r"look at the app|app's package|the app and its", re.IGNORECASE)
ABOUT_THE_APP = {"P32", "P43", "P43b", "S5"}
"""Where X itself speaks of the app or of what it may call."""


class Answering(requests.adapters.BaseAdapter):
    """Answers everything with the same, and the first leg well where the second is asked for."""

    def __init__(self, status, body, **headers):
        super().__init__()
        self.starts_well = False
        self.status, self.body, self.headers = status, body if isinstance(body, str) else json.dumps(body), headers

    def send(self, request, **kwargs):
        response = requests.Response()
        response.status_code, response.request, response.url = self.status, request, request.url
        response._content = self.body.encode()
        response.headers.update({name.replace("_", "-"): value for name, value in self.headers.items()})
        if request.url.endswith("request_token") and self.starts_well:
            response.status_code = 200
            response._content = (
                b"oauth_token=first&oauth_token_secret=temporary-secret-4711&oauth_callback_confirmed=true"
            )
        return response

    def close(self):
        pass


def told(kind, status, body, **headers):
    """Meet an answer where it comes, and give the error (or what came instead)."""
    answering = Answering(status, body, **headers)
    client = ClientCredentials("key", "consumer-secret-4711")
    token = TokenCredentials("1-token", "token-secret-4711", "1", "ada")
    try:
        if kind == "P":
            with XSession(client, token, endpoints=X) as x:
                x.mount(X.base_url, answering)
                x.sleep, x.patience = lambda _: None, 0
                return x.post_tweet("Hello", once=False)
        exchange = Exchange(client, endpoints=X, callback="http://127.0.0.1:8976/callback" if kind == "S" else "oob")
        exchange.session.mount(X.base_url, answering)
        answering.starts_well = kind == "F"
        try:
            exchange.begin()
            return exchange.finish("7654321")
        finally:
            exchange.session.close()
    except XAuthError as error:
        return error


@pytest.mark.parametrize(("id", "status", "body", "kind", "cause", "step"), ROWS, ids=[row[0] for row in ROWS])
def test_what_x_answers_is_told_with_cause_next_step_and_its_own_words(id, status, body, kind, cause, step):
    error = told(id[0], status, body)
    assert type(error).__name__ == kind
    if kind == "TokenCredentials":
        return  # it is enough: who it is, is asked of X
    assert cause in error.message
    assert step in error.remedy
    assert error.status == status
    for said in sentences(body):
        assert said.rstrip(".") in error.message
    if id not in ABOUT_THE_APP:
        assert not BLAMES_THE_APP.search(f"{error.message} {error.remedy}")
    assert not any(secret in f"{error} {vars(error)}" for secret in SECRETS)


def sentences(body):
    """What X says in a body, as its reader should meet it; of a page its title, of a token nothing."""
    if isinstance(body, dict):
        errors = [one.get("message") or one.get("detail") for one in body.get("errors", ())]
        return errors or [body[name] for name in ("detail",) if name in body]
    found = re.search(r"<title>(.*?)</title>|<error(?:\s[^>]*)?>(.*?)</error>", body)
    if found:
        return [found[1] or found[2]] if "413" not in body else []
    return [] if "<" in body or "oauth_token=" in body else [body]


@pytest.mark.parametrize(
    ("status", "sentence", "kind", "cause", "step"), SENTENCES, ids=[row[1][:40] for row in SENTENCES]
)
def test_a_sentence_is_known_without_its_number(status, sentence, kind, cause, step):
    for body in (
        {"detail": sentence, "type": "about:blank", "title": "Forbidden", "status": status},
        {"errors": [{"message": sentence}], "title": "Invalid Request", "detail": "One or more parameters …"},
        {"errors": [{"detail": sentence}]},
    ):
        error = told("P", status, body)
        assert (type(error).__name__, cause in error.message, step in error.remedy) == (kind, True, True)
        assert sentence in error.message


@pytest.mark.parametrize(("status", "body"), STRANGE)
@pytest.mark.parametrize("kind", ["P", "S", "F"])
def test_a_sentence_that_is_not_known_is_quoted_and_nothing_is_guessed(kind, status, body):
    error = told(kind, status, body)
    assert "“The moon is in the wrong house.”" in error.message
    assert "not know" in error.message
    assert not re.search(r"keys|token|proxy|package|Premium|suspended|credits", error.remedy)


def test_a_header_that_says_read_explains_a_refusal_without_a_reason():
    error = told("P", 403, {"title": "Forbidden", "detail": "Forbidden"}, x_access_level="read")
    assert isinstance(error, ForbiddenError)
    assert "x-access-level says that the token may only read, which may be the reason" in error.message
    assert "Read and write" in error.remedy


@pytest.mark.parametrize(
    ("method", "path", "instead"),
    [
        ("POST", "/1.1/statuses/update.json", "x.post_tweet(…)"),
        ("POST", "/1.1/statuses/destroy/20.json", "x.delete_tweet(id)"),
        ("GET", "/1.1/statuses/home_timeline.json", "x.home()"),
        ("GET", "/1.1/search/tweets.json", "x.search(query)"),
        ("GET", "/1.1/users/show.json", "x.get_user(user)"),
        ("POST", "/1.1/favorites/create.json", "x.like(id)"),
        ("GET", "/1.1/geo/reverse_geocode.json", "call of API v2 that does the same"),
    ],
)
def test_453_names_what_to_call_instead_of_the_call_that_was_made(method, path, instead):
    error = called(method, path, 403, {"errors": [{"code": 453, "message": "You currently have access to a subset …"}]})
    assert instead in error.remedy
    assert error.message.startswith("This v1.1 call is not open")


def called(method, path, status, body):
    with XSession(ClientCredentials("key", "s"), TokenCredentials("1-t", "s", "1", "ada"), endpoints=X) as x:
        x.mount(X.base_url, Answering(status, body))
        x.sleep, x.patience = lambda _: None, 0
        with pytest.raises(XAuthError) as caught:
            x.call(method, path)
    return caught.value


def test_what_stands_in_for_an_old_call_exists():
    from xauth_nb.wire.remedies.replaced import _INSTEAD

    for instead in _INSTEAD.values():
        assert hasattr(XSession, re.match(r"x\.(\w+)\(", instead)[1]), instead


@pytest.mark.parametrize("body", ["", "<html><title>Bad gateway</title></html>", {"errors": [{"code": 131}]}], ids=str)
@pytest.mark.parametrize("status", [500, 502, 503, 520])
def test_a_fault_of_the_last_leg_may_have_used_the_link_up(status, body):
    assert "Nothing was lost" in told("S", status, body).remedy
    remedy = told("F", status, body).remedy
    assert "Nothing was lost" not in remedy
    assert "Try again in a moment. If X does not know the link any more then, a new one is needed." in remedy


NOT_ENROLLED = {"title": "Client Forbidden", "reason": "client-not-enrolled", "detail": "When authenticating …"}


def test_not_enrolled_for_one_call_while_others_answer_is_the_calls():
    with XSession(ClientCredentials("key", "s"), TokenCredentials("1-t", "s", "1", "ada"), endpoints=X) as x:
        x.mount(X.base_url, Answering(403, NOT_ENROLLED))
        with pytest.raises(ForbiddenError, match="not in a package that holds GET /2/tweets") as caught:
            x.call("GET", "/2/tweets")
        assert "move the app to Pay-per-use" in caught.value.remedy
        x.mount(X.base_url, Answering(200, {"data": {}}))
        x.call("GET", "/2/users/me")
        x.mount(X.base_url, Answering(403, NOT_ENROLLED))
        with pytest.raises(ForbiddenError, match="this call is not part of it") as caught:
            x.call("GET", "/2/tweets")
        assert "move the app" not in caught.value.remedy


@pytest.mark.parametrize("status", [413, 422, 431])
def test_statuses_of_what_was_sent_have_remedies(status):
    error = called("POST", "/2/media/upload", status, "")
    assert f"status {status}" in error.message
    assert "not know" not in error.message
    assert error.remedy


def test_a_lasting_503_names_the_enrolment():
    error = told("P", 503, {"title": "Service Unavailable", "detail": "Service Unavailable", "status": 503})
    for remedy in (error.remedy, called("GET", "/2/users/me", 503, {"title": "Service Unavailable"}).remedy):
        assert "If it lasts" in remedy
        assert "Pay-per-use" in remedy


@pytest.mark.parametrize("body", ["error code: 1020", "error code: 1010"])
def test_cloudflare_stops_programs_without_a_page(body):
    assert "Cloudflare" in told("P", 403, body).message


def test_what_looks_like_a_secret_is_not_quoted_from_the_legs_of_a_sign_in():
    body = {"errors": [{"message": "Bad oauth_verifier=7654321 for temporary-secret-4711 and 7654321"}]}
    for kind in "SF":
        error = told(kind, 400, body)
        assert not any(secret in str(error) for secret in SECRETS)
        assert "X says: “Bad … for" in error.message


def test_every_recorded_answer_has_its_row(reference):
    recorded = json.loads((reference / "x-bodies.json").read_text())
    assert {(row["id"], row["status"], json.dumps(row["body"])) for row in recorded} == {
        (id, status, json.dumps(body)) for id, status, body, *_ in ROWS
    }
