"""Answers of what stands between here and X, and of a server that has a fault: neither keys nor app are the reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError, ServerError
from xauth_nb.wire.causes.proxies import WITH_NAME
from xauth_nb.wire.remedies.row import CONSOLE, SERVER_FAULT, Remedy, status

if TYPE_CHECKING:
    from xauth_nb.wire.problems import Problem

__all__ = ["BETWEEN", "FAULTS", "LOOK_FIRST", "again"]

LOOK_FIRST = "Before you try again, look whether the tweet is there: x.timeline(limit=5)."
"""What a post does by itself where its answer was lost."""
_POSTS = {"/2/tweets", "/1.1/statuses/update.json"}
_LAST_LEG = "/oauth/access_token"  # it takes a PIN once
_NOT_OF_X = {*range(SERVER_FAULT), 511} - {407, 429}
_OF_OTHERS = {"basic", "digest", "negotiate", "ntlm", "kerberos"}
"""Schemes of ``WWW-Authenticate`` that X does not have."""
_CHALLENGE = "just a moment..."
_BARE_BLOCK = re.compile(r"error code: 1[0-9]{3}")
"""What Cloudflare writes for a program instead of its page."""


def _is_stopped(problem: Problem) -> bool:
    """Say whether Cloudflare let nothing through. With a status of 500 and more its pages are about X's own servers."""
    said = f"{problem.title} {problem.detail}".lower()
    if not problem.is_page:
        return bool(_BARE_BLOCK.fullmatch(problem.detail.strip().lower()))
    if problem.status >= SERVER_FAULT:
        return _CHALLENGE in said
    return "cloudflare" in said or _CHALLENGE in said or "you are unable to access" in said


def again(problem: Problem) -> str:
    """Say how a call is tried again after a fault that may have come when X had acted on it already."""
    if problem.method == "POST" and problem.path in _POSTS:
        return LOOK_FIRST
    if problem.path == _LAST_LEG:
        return "Try again in a moment. If X does not know the link any more then, a new one is needed."
    if problem.path.startswith("/oauth/"):
        return "Nothing was lost. Try again in a moment."
    if problem.method in ("", "GET", "HEAD", "DELETE") or not problem.path.startswith("/2/"):
        return "Try again in a moment."  # what is gone is gone
    return "X may have acted on it all the same: look, where doing it twice does harm, and try again in a moment."


BETWEEN = (
    Remedy(
        status(413),
        ApiError,
        "What was sent is larger than X, or a server on the way to it, takes (status 413).",
        "Send less at once: x.upload_media(…) sends a file in pieces of a megabyte, and a text has at most 25,000 "
        "characters.",
    ),
    Remedy(
        status(431),
        ApiError,
        "The request's header, or its first piece, is larger than X takes (status 431).",
        "Take out headers and cookies that were added to the session. X was seen to answer so to pieces of a file "
        "above 2 MB: x.upload_media(…) sends smaller ones.",
    ),
    Remedy(
        _is_stopped,
        ServerError,
        "Cloudflare, which stands in front of X, stops this network's address with a web page{page} (status {status}). "
        "App, keys and token were not looked at.",
        "Open x.com in a browser on the same network. If it is stopped there too, use another network or leave the VPN "
        "or proxy; addresses of data centres, such as those of hosted notebooks, are often stopped.",
    ),
    Remedy(
        lambda problem: problem.is_page and problem.status in _NOT_OF_X,
        ServerError,
        "Somebody between here and X answered with a web page{page} (status {status}): a proxy, a firewall or the "
        "sign-in page of the network. X's API never does.",
        "Open x.com in a browser on the same network and do what the page says, or ask whoever runs the network to let "
        "api.x.com through.",
    ),
    Remedy(
        lambda problem: problem.is_page and problem.status >= SERVER_FAULT,
        ServerError,
        "A web page{page} came with status {status}: X's outermost server, or a proxy on the way to it, has a fault.",
        "{again}",
    ),
    Remedy(
        status(511),
        ServerError,
        "The network wants a sign-in of its own before it lets anything through (status 511). X was not reached.",
        "Open x.com in a browser on the same network and sign in there, then try again.",
    ),
    Remedy(
        lambda problem: problem.status == 401 and problem.challenge in _OF_OTHERS,
        ServerError,
        "Something between here and X asks for a sign-in of its own (status 401). X was not reached, and keys and "
        "token were not looked at.",
        "Open x.com in a browser on the same network and sign in there, or ask whoever runs the network.",
    ),
    Remedy(
        status(407),
        ApiError,
        "The proxy on the way to X asks for a user name and a password, or does not accept those that it got.",
        WITH_NAME,
    ),
)

FAULTS = (
    Remedy(
        status(503),
        ServerError,
        "{who} is not available for {call} at the moment (status 503).",
        "{pause}{again} If it lasts for hours while other calls answer, the "
        "reason may be the app's enrolment: since February 2026 X answers so to apps whose old free access has ended. "
        f"In {CONSOLE} → Apps move the app to Pay-per-use.",
    ),
    Remedy(
        lambda problem: 520 <= problem.status <= 530 and not problem.is_of_x,
        ServerError,
        "Cloudflare, which stands in front of X, got no answer from X's servers that it could pass on (status "
        "{status}).",
        "{pause}{again}",
    ),
    Remedy(
        lambda problem: SERVER_FAULT <= problem.status < 600,
        ServerError,
        "{who} has a fault of its own (status {status}).",
        "{pause}{again}",
    ),
    Remedy(
        status(408),
        ServerError,
        "The request did not arrive whole in time, says {who} (status 408).",
        "{again} A slow network or a large upload may be the reason.",
    ),
    Remedy(
        status(304),
        ServerError,
        "The answer is “not modified” (status 304), which only programs that have asked before can use: a cache on the "
        "way gives it.",
        "Take If-None-Match and If-Modified-Since out of the session's headers, or ask whoever runs the network.",
    ),
    Remedy(
        lambda problem: 300 <= problem.status < 400,
        ServerError,
        "A redirect{to} came instead of an answer (status {status}), and a signed call follows none, because its "
        "signature covers one address. X's API is not known to redirect, so it probably came from a proxy or the "
        "sign-in page of the network.",
        "Open x.com in a browser on the same network, then try again. If the address of X was set by hand (endpoints= "
        "or XAUTH_NB_ENDPOINT), compare it: https://api.x.com.",
    ),
)
