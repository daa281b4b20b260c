"""Delete tweets of one's own, one or a whole thread. What is gone is gone: doing it again does no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import NotFoundError, ServerError, StoreError
from xauth_nb.errors.warned import warn_user
from xauth_nb.posting.permission import warn_of_access
from xauth_nb.tweets import parse_tweets
from xauth_nb.wire import follows_a_loss
from xauth_nb.wire.faults import fault
from xauth_nb.wire.problems import read_problem

if TYPE_CHECKING:
    from requests import Response

    from xauth_nb.face import Face
    from xauth_nb.ledger import Ledger

__all__ = ["delete", "thread_ids"]

_ANSWERS = {"tweet.fields": "author_id,in_reply_to_user_id,referenced_tweets", "max_results": "100"}


def delete(face: Face, ledger: Ledger, gone: str) -> bool:
    """Delete a tweet, and say whether it is gone.

    Parameters
    ----------
    face : Face
        Whose call it is.
    ledger : Ledger
    gone : str
        The tweet's id.

    Raises
    ------
    NotFoundError, ForbiddenError, ApiError, TransportError
        As ``delete_tweet`` says.
    """
    warn_of_access(face.access)
    try:
        response = face.call("DELETE", f"/2/tweets/{gone}")
        is_deleted = _says_deleted(response)
    except NotFoundError as error:
        if error.response is not None and not read_problem(error.response).is_of_x:
            raise  # somebody on the way may have said it
        is_ours = _mark_deleted(ledger, gone)
        if is_ours or (error.response is not None and follows_a_loss(error.response)):
            return True
        error.message = f"X does not find tweet {gone}: it is gone already, or never was."
        error.remedy = "If an earlier run of this cell deleted it, nothing is left to do. Otherwise check the id."
        raise
    if is_deleted:
        _mark_deleted(ledger, gone)
    return is_deleted


def thread_ids(face: Face, ledger: Ledger, first: str) -> list[str]:
    """Find the tweets of a thread at X, in order: those of the ledger by which the account answers itself from there.

    Parameters
    ----------
    face : Face
    ledger : Ledger
    first : str
        The id of its first tweet.

    Raises
    ------
    ApiError, TransportError
    """
    parameters = {**_ANSWERS, "since_id": first}
    answers: list[tuple[int, str | None]] = []
    tokens: set[str | None] = {None}
    while True:
        response = face.call("GET", f"/2/users/{face._account.id}/tweets", params=parameters)
        page = parse_tweets(response.content, status=response.status_code)
        answers += [(int(tweet.id), tweet.reference("replied_to")) for tweet in page if tweet.id]
        if page.next_token in tokens:
            break
        tokens.add(page.next_token)
        parameters["pagination_token"] = str(page.next_token)
    thread = [first]
    for id, before in sorted(answers):
        if before in thread and ledger.knows(str(id)):
            thread.append(str(id))
    return thread


def _says_deleted(response: Response) -> bool:
    """Read whether a tweet is deleted; X tells "not found" by a 404, and by a 200 that carries errors and no data."""
    try:
        return response.json()["data"]["deleted"] is True
    except (ValueError, KeyError, TypeError):
        problem = read_problem(response)
    if problem.kind or problem.code or problem.title:
        raise fault(response, problem)
    raise ServerError(
        "X answered, but not in the form that its API promises, so it is not known whether the tweet is gone.",
        remedy="Look with x.get_tweet(id) before you try again.",
        status=response.status_code,
        response=response,
    )


def _mark_deleted(ledger: Ledger, gone: str) -> bool:
    """Say whether it is a tweet of the ledger. It is gone, so trouble with the ledger is told and no more."""
    try:
        return ledger.mark_deleted(gone)
    except StoreError as error:
        warn_user(
            f"X was asked to delete tweet {gone}, but that could not be noted: {error.message} "
            "Posting the same again needs once=False."
        )
        return False
