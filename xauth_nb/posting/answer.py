"""What an answer to a post says: the tweet, a refusal that is certain, or nothing that can be relied on.

Facts: ``TweetCreateResponse`` of X's OpenAPI file 2.159 (201, with id and text); RFC 9110 for what a status promises.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from xauth_nb.errors import ApiError, ServerError, TransportError, XAuthError
from xauth_nb.tweets import Tweet, parse_tweet
from xauth_nb.wire.faults import fault
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    import requests

__all__ = ["is_refusal", "read_made"]

_UNDECIDED = {408, 425, 499}
"""Written by what stands in front of X, which may have passed the post on before."""


def is_refusal(error: XAuthError) -> bool:
    """Say whether an error of sending means that no tweet was made.

    Parameters
    ----------
    error : XAuthError
    """
    if isinstance(error, TransportError):
        return error.is_unsent
    return not isinstance(error, ApiError) or (400 <= error.status < 500 and error.status not in _UNDECIDED)


def read_made(response: requests.Response, text: str) -> Tweet:
    """Read the tweet out of the answer to a post.

    Parameters
    ----------
    response : requests.Response
        With a status below 300.
    text : str
        What was sent; it stands in where X gives the id alone.

    Returns
    -------
    Tweet

    Raises
    ------
    ApiError
        What X says in it instead of a tweet.
    ServerError
        If it does not give the id of a tweet as X writes it. A number is none: whoever has changed it on the way may
        have rounded it.
    """
    try:
        data = json.loads(response.content.decode("utf-8-sig", "replace"))["data"]
        id, given = data["id"], data.get("text")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        id = given = None
    if not (isinstance(id, str) and id.isascii() and id.isdigit() and 0 < len(id) <= 19):
        problem = read_problem(response)
        if id is None and (problem.kind or problem.title or problem.code):
            raise fault(response, problem)
        raise ServerError(
            f"The post was answered with status {response.status_code}, but without the id of a tweet.",
            status=response.status_code,
            response=response,
        )
    if isinstance(given, str):
        with suppress(XAuthError):  # something else in it is odd, and the tweet stands all the same
            return parse_tweet(response.content, status=response.status_code)
    return Tweet(id=id, text=given if isinstance(given, str) else text)
