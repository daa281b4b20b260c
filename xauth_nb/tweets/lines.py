"""A tweet with what came along, as one line of JSON in the API's own form, and back. It keeps nothing by itself.

Each line stands alone: whoever sorts, filters or merges the lines with other tools can still read every one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from xauth_nb.tweets.joined import NOTHING_JOINED, JoinedTweet
from xauth_nb.tweets.parse import Answer, Includes, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xauth_nb.tweets.data import TweetData, UserData
    from xauth_nb.tweets.joined import Joined
    from xauth_nb.tweets.parse import TweetDecoder

__all__ = ["from_lines", "own_page", "to_lines"]

T = TypeVar("T", bound=JoinedTweet)

_ENCODER = msgspec.json.Encoder()


def to_lines(tweets: Iterable[JoinedTweet]) -> list[str]:
    """Write each tweet as X would answer its look-up: ``{"data": …, "includes": …}``.

    Parameters
    ----------
    tweets : iterable of Tweet

    Returns
    -------
    list of str
        :func:`~xauth_nb.tweets.parse_tweet` reads each of them, too.
    """
    by_name: dict[int, dict[str, UserData]] = {}
    lines = []
    for tweet in tweets:
        joined = tweet._joined
        if id(joined) not in by_name:
            by_name[id(joined)] = {user.username.lower(): user for user in joined.users.values()}
        alone = replace(tweet, _joined=NOTHING_JOINED)
        answer = Answer(data=alone, includes=_along(tweet, by_name[id(joined)]))
        lines.append(_ENCODER.encode(answer).decode())
    return lines


def from_lines(lines: Iterable[str], decoder: TweetDecoder[T]) -> tuple[T, ...]:
    """Read such lines; what came along with one of them is shared by all.

    Parameters
    ----------
    lines : iterable of str
    decoder : TweetDecoder

    Returns
    -------
    tuple of Tweet

    Raises
    ------
    ValueError
        If a line is not what :func:`to_lines` writes.
    """
    answers = [decoder.decode(line) for line in lines]
    includes = [answer.includes for answer in answers if answer.includes]
    joined = Includes(
        users=tuple(user for one in includes for user in one.users or ()),
        tweets=tuple(tweet for one in includes for tweet in one.tweets or ()),
        media=tuple(medium for one in includes for medium in one.media or ()),
        polls=tuple(poll for one in includes for poll in one.polls or ()),
        places=tuple(place for one in includes for place in one.places or ()),
    ).joined()
    tweets = tuple(answer.data for answer in answers if answer.data is not None)
    tidy(tweets, joined)
    return tweets


def own_page(tweet: JoinedTweet) -> Joined:
    """Make a page of what came along with one tweet alone.

    Parameters
    ----------
    tweet : Tweet
    """
    by_name = {user.username.lower(): user for user in tweet._joined.users.values()}
    along = _along(tweet, by_name)
    return along.joined() if along else NOTHING_JOINED


def _along(tweet: JoinedTweet, by_name: dict[str, UserData]) -> Includes[Any, UserData] | None:
    joined = tweet._joined
    if joined is NOTHING_JOINED:
        return None
    # What a tweet refers to may refer to more that came along, and two tweets may refer to each other.
    found: dict[str, TweetData] = {tweet.id: tweet}
    queue: list[TweetData] = [tweet]
    for one in queue:
        for id in _tweets_of(one):
            if id not in found and id in joined.tweets:
                found[id] = joined.tweets[id]
                queue.append(found[id])
    attached = [one.attachments for one in queue if one.attachments]
    places = [one.geo.place_id for one in queue if one.geo and one.geo.place_id]
    users = {user.id: user for one in queue for user in _users_of(one, joined, by_name)}
    return Includes(
        users=tuple(users.values()) or None,
        tweets=tuple(joined.tweets[id] for id in found if id in joined.tweets) or None,
        media=tuple(joined.media[key] for a in attached for key in a.media_keys or () if key in joined.media) or None,
        polls=tuple(joined.polls[key] for a in attached for key in a.poll_ids or () if key in joined.polls) or None,
        places=tuple(joined.places[key] for key in places if key in joined.places) or None,
    )


def _tweets_of(tweet: TweetData) -> Iterator[str]:
    yield from (reference.id for reference in tweet.referenced_tweets or ())
    yield from tweet.edit_history_tweet_ids or ()
    yield from (tweet.attachments and tweet.attachments.media_source_tweet_id) or ()


def _users_of(tweet: TweetData, joined: Joined, by_name: dict[str, UserData]) -> Iterator[UserData]:
    for id in (tweet.author_id, tweet.in_reply_to_user_id):
        if id and id in joined.users:
            yield joined.users[id]
    for entities in (tweet.entities, tweet.note_tweet and tweet.note_tweet.entities):
        for mention in (entities and entities.mentions) or ():
            user = joined.users.get(mention.id or "") or by_name.get(mention.username.lower())
            if user is not None:
                yield user
