"""X's refusals, word for word. The numbers E1, E2 … are those of the rows that the tests name.

Sources: X's docs, "Response codes and errors"; where they are silent, what users of other clients have reported.
A refusal is raised anywhere below a handler and becomes the answer.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

__all__ = ["Refused", "invalid", "not_found", "problem", "v1_error"]

JSON = "application/json; charset=utf-8"
TEXT = "text/html;charset=utf-8"
XML = "application/xml; charset=utf-8"

DENIED_CALLBACK = (
    "Callback URL not approved for this client application. "
    "Approved callback URLs can be adjusted in your application settings"
)
DESKTOP_ONLY = "Desktop applications only support the oauth_callback value 'oob'"


class Refused(Exception):  # noqa: N818 - it is an answer of X's, not an error of ours
    """An answer that says no.

    Parameters
    ----------
    status : int
    body : dict or str
        JSON, or text as it stands.
    content_type : str
    headers : dict of str to str, optional
    """

    def __init__(
        self, status: int, body: dict[str, Any] | str, content_type: str = JSON, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        text = body if isinstance(body, str) else json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        self.body = text.encode("utf-8", "backslashreplace")  # half a surrogate pair stays a JSON escape
        self.content_type = content_type
        self.headers = headers or {}


def v1_error(status: int, code: int, message: str, *, challenge: str = "") -> Refused:
    """Make an error of the OAuth and v1.1 endpoints.

    Parameters
    ----------
    status, code : int
    message : str
    challenge : str, optional
        The realm, for a 401 that carries ``www-authenticate``.
    """
    headers = {"www-authenticate": f'OAuth realm="{challenge}", api_error_code={code}'} if challenge else None
    return Refused(status, {"errors": [{"code": code, "message": message}]}, headers=headers)


def wrong_signature(realm: str) -> Refused:
    """E1."""
    return v1_error(401, 32, "Could not authenticate you.", challenge=realm)


def no_authorization() -> Refused:
    """E2."""
    return v1_error(400, 215, "Bad Authentication data.")


def callback_refused(accept: str, *, registered: bool) -> Refused:
    """E3, or E4 where the app has no callback at all: XML unless JSON is asked for.

    Parameters
    ----------
    accept : str
        The request's ``Accept`` header.
    registered : bool
        Whether the app has any callback.
    """
    status, code, message = (403, 415, DENIED_CALLBACK) if registered else (401, 417, DESKTOP_ONLY)
    if "application/json" in accept:
        return v1_error(status, code, message)
    body = f"<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"{code}\">{message}</error></errors>"
    return Refused(status, body, XML)


def suspended_app() -> Refused:
    """E5."""
    return v1_error(401, 416, "Invalid / suspended application")


def wrong_clock() -> Refused:
    """E6."""
    return v1_error(401, 135, "Timestamp out of bounds.")


def bad_verifier(realm: str, *, absent: bool) -> Refused:
    """E7: plain text, whatever was asked for."""
    text = "Error processing your OAuth request: Invalid oauth_verifier parameter" + (": null" if absent else "")
    return Refused(401, text, TEXT, {"www-authenticate": f'OAuth realm="{realm}"'})


def bad_request_token(realm: str, *, absent: bool) -> Refused:
    """E8: plain text; one wording for a token that was not sent, another for one that is unknown."""
    text = "Reverse auth credentials are invalid" if absent else "Request token missing"
    return Refused(401, text, TEXT, {"www-authenticate": f'OAuth realm="{realm}"'})


def dead_token() -> Refused:
    """E9."""
    return v1_error(401, 89, "Invalid or expired token.")


def unauthorized() -> Refused:
    """E11: API v2 has one body for every kind of bad signature."""
    return Refused(401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"})


def problem(status: int, kind: str, title: str, detail: str, host: str, **more: Any) -> Refused:
    """Make a problem object of API v2.

    Parameters
    ----------
    status : int
    kind : str
        The last part of ``type``; empty for ``about:blank``.
    title, detail : str
    host : str
        ``api.twitter.com`` or ``api.x.com``, by the dialect.
    **more
        Members that this problem has besides.
    """
    about = f"https://{host}/2/problems/{kind}" if kind else "about:blank"
    return Refused(status, {**more, "title": title, "detail": detail, "type": about, "status": status})


def not_found(kind: str, parameter: str, value: str, host: str) -> dict[str, Any]:
    """E36: the entry of ``errors`` for something that is not there.

    Parameters
    ----------
    kind : str
        ``tweet``, ``user`` or ``media``.
    parameter, value : str
        What was asked for, and how.
    host : str
        As in :func:`problem`.
    """
    return {
        "value": value,
        "detail": f"Could not find {kind} with {parameter}: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"https://{host}/2/problems/resource-not-found",
    }


def invalid(host: str, *errors: tuple[str, dict[str, list[str]]]) -> Refused:
    """E34, E35: one or more parameters that cannot be.

    Parameters
    ----------
    host : str
        As in :func:`problem`.
    *errors : tuple of (str, dict)
        Message, and the parameters as they came.
    """
    return Refused(
        400,
        {
            "errors": [{"parameters": parameters, "message": message} for message, parameters in errors],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": f"https://{host}/2/problems/invalid-request",
        },
    )


def read_only(host: str) -> Refused:
    """E12."""
    detail = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint."
    return problem(403, "oauth1-permissions", "Forbidden", detail, host)


def client_not_enrolled(host: str) -> Refused:
    """E14."""
    return Refused(
        403,
        {
            "client_id": "26924600",
            "detail": "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from "
            "a Twitter developer App that is attached to a Project. You can create a project via the developer portal.",
            "registration_url": "https://developer.twitter.com/en/docs/projects/overview",
            "title": "Client Forbidden",
            "required_enrollment": "Appropriate Level of API Access",
            "reason": "client-not-enrolled",
            "type": f"https://{host}/2/problems/client-forbidden",
        },
    )


def user_not_enrolled(host: str) -> Refused:
    """E15."""
    return Refused(
        403,
        {
            "type": f"https://{host}/2/problems/client-forbidden",
            "title": "Client Forbidden",
            "detail": "This request is billed to the authenticated user. Create a developer account at the Developer "
            "Console and enroll it in Pay-per-use.",
            "reason": "user-not-enrolled",
            "registration_url": "https://console.x.com",
            "required_enrollment": "Pay-per-use",
        },
    )


def no_credits(host: str, account: int) -> Refused:
    """E17."""
    detail = f"Your enrolled account [{account}] does not have any credits to fulfill this request."
    about = f"https://{host}/2/problems/credits"
    return Refused(402, {"title": "CreditsDepleted", "detail": detail, "type": about})


def spend_cap(host: str, now: float) -> Refused:
    """E18: the cap is lifted on the first of the next month."""
    today = datetime.fromtimestamp(now, tz=timezone.utc).date()
    reset = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return Refused(
        403,
        {
            "title": "SpendCapReached",
            "detail": "Your enrolled account has reached its billing cycle spend cap.",
            "reset_date": reset.isoformat(),
            "type": f"https://{host}/2/problems/credits",
        },
    )


def usage_cap(host: str, account: int) -> Refused:
    """E19."""
    return Refused(
        429,
        {
            "account_id": str(account),
            "product_name": "standard-basic",
            "title": "UsageCapExceeded",
            "period": "Monthly",
            "scope": "Product",
            "detail": "Usage cap exceeded: Monthly product cap",
            "type": f"https://{host}/2/problems/usage-capped",
        },
    )
