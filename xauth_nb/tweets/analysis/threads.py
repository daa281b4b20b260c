"""A conversation as a tree: which tweet answers which, how deep, and the way from the first one to any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from xauth_nb.tweets.joined import JoinedTweet

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Branch", "Step", "path_to", "steps_of", "tree_of"]

T = TypeVar("T", bound=JoinedTweet)


class Branch(NamedTuple):
    """The place of a tweet in its conversation.

    Parameters
    ----------
    tweet : Tweet
    parent : str or None
        The id of the tweet that it answers, also where that one is not here.
    depth : int
        0 for a tweet that answers none of these.
    replies : int
        How many of these answer it.
    """

    tweet: JoinedTweet
    parent: str | None
    depth: int
    replies: int


def tree_of(tweets: Iterable[JoinedTweet]) -> list[Branch]:
    """Put a conversation into the order in which it is read: each tweet, then the answers to it, oldest first.

    Parameters
    ----------
    tweets : iterable of Tweet
        In any order. Several conversations stand one behind the other.
    """
    known = {tweet.id: tweet for tweet in sorted(tweets, key=lambda one: (len(one.id), one.id)) if tweet.id}
    answers: dict[str | None, list[str]] = {}
    for tweet in known.values():
        parent = tweet.reference("replied_to")
        # An answer is younger than what it answers: what claims otherwise would lead in a circle.
        is_here = parent in known and (len(parent), parent) < (len(tweet.id), tweet.id) if parent else False
        answers.setdefault(parent if is_here else None, []).append(tweet.id)
    found: list[Branch] = []
    ahead = [(id, 0) for id in reversed(answers.get(None, []))]
    while ahead:
        id, depth = ahead.pop()
        tweet = known[id]
        below = answers.get(id, [])
        found.append(Branch(tweet, tweet.reference("replied_to"), depth, len(below)))
        ahead += [(one, depth + 1) for one in reversed(below)]
    return found


class Step(NamedTuple):
    """How a tweet is drawn in a thread.

    Parameters
    ----------
    tweet : Tweet
    indent : int
        A conversation that forks is moved in; one that goes on is not, however long it is.
    goes_on : bool
        Whether a line leads from it to the next one.
    """

    tweet: JoinedTweet
    indent: int
    goes_on: bool


def steps_of(tweets: Iterable[JoinedTweet]) -> list[Step]:
    """Say how a thread is drawn, in the order in which it is read.

    Parameters
    ----------
    tweets : iterable of Tweet
        Of tweets that do not answer each other, each leads to the next in time.
    """
    branches = tree_of(tweets)
    if not any(branch.depth for branch in branches):
        return [Step(branch.tweet, 0, at < len(branches) - 1) for at, branch in enumerate(branches)]
    steps: list[Step] = []
    above: dict[str, tuple[int, int]] = {}  # of each tweet its indent, and how many answer it
    for at, branch in enumerate(branches):
        indent, answers = above.get(branch.parent or "", (0, 1)) if branch.depth else (0, 1)
        indent += answers > 1
        above[branch.tweet.id] = indent, branch.replies
        goes_on = branch.replies == 1 and branches[at + 1].parent == branch.tweet.id
        steps.append(Step(branch.tweet, indent, goes_on))
    return steps


def path_to(tweets: Iterable[T], id: str) -> list[T]:
    """Give the way from the first tweet to this one: each answers the one before it.

    Parameters
    ----------
    tweets : iterable of Tweet
    id : str

    Returns
    -------
    list of Tweet
        Empty where the tweet is not here; it begins later where a tweet before is not here.
    """
    known = {tweet.id: tweet for tweet in tweets}
    way: list[T] = []
    seen: set[str] = set()
    step: str | None = id
    while step in known and step not in seen:
        seen.add(step)
        way.append(known[step])
        step = known[step].reference("replied_to")
    return way[::-1]
