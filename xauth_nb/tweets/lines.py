"""A tweet with what came along, as one line of JSON in the API's own form, and back. It keeps nothing by itself.

Each line stands alone: whoever sorts, filters or merges the lines with other tools can still read every one of them.
"""

from __future__ import annotations

from copy import copy
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec.structs import replace

from xauth_nb.tweets.joined import NOTHING_JOINED, Joined, JoinedTweet
from xauth_nb.tweets.parse import Answer, Includes, tidy
from xauth_nb.tweets.records import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xauth_nb.tweets.data import TweetData, UserData
    from xauth_nb.tweets.parse import TweetDecoder

__all__ = ["as_sent", "from_lines", "line_of", "own_page", "to_lines"]

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
    pages: dict[int, tuple[Origin | None, dict[str, UserData]]] = {}
    lines = []
    for tweet in tweets:
        joined = tweet._joined
        if id(joined) not in pages:
            names = {user.username.lower(): user for user in joined.users.values()}
            pages[id(joined)] = (_numbered(joined, len(pages)), names)
        origin, by_name = pages[id(joined)]
        alone = replace(tweet, _joined=NOTHING_JOINED)
        lines.append(_ENCODER.encode(Answer(data=alone, includes=_along(tweet, by_name), origin=origin)).decode())
    return lines


def line_of(tweet: JoinedTweet) -> Answer[Any, Any, Any]:
    """Give a tweet as X would answer its look-up."""
    names = {user.username.lower(): user for user in tweet._joined.users.values()}
    return Answer(data=replace(tweet, _joined=NOTHING_JOINED), includes=_along(tweet, names))


def as_sent(value: Any) -> Any:
    """Turn records into plain values in X's own shape; times as it writes them, to the millisecond.

    Parameters
    ----------
    value : Struct
        A record, or an answer.

    Returns
    -------
    dict
        Without what X did not send.
    """
    # What a tweet holds as JSON is read for it.
    return _plain(msgspec.to_builtins(value, builtin_types=(datetime,), enc_hook=msgspec.json.decode))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value


def _numbered(joined: Joined, number: int) -> Origin | None:
    """Tell the pages apart: an author may have changed from one to the next."""
    if joined is NOTHING_JOINED:
        return None
    return replace(joined.origin, page=number) if joined.origin else Origin(page=number)


def from_lines(lines: Iterable[str], decoder: TweetDecoder[T]) -> tuple[T, ...]:
    """Read such lines; what came along with one of them is shared by all of its page.

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
    together: dict[Origin | None, list[Answer[T, T, Any]]] = {}
    answers = [decoder.decode(line) for line in lines]
    for answer in answers:
        together.setdefault(answer.origin, []).append(answer)
    for origin, some in together.items():
        includes = [answer.includes for answer in some if answer.includes]
        joined = Joined(
            users=(user for one in includes for user in one.users or ()),
            tweets=(tweet for one in includes for tweet in one.tweets or ()),
            media=(medium for one in includes for medium in one.media or ()),
            polls=(poll for one in includes for poll in one.polls or ()),
            places=(place for one in includes for place in one.places or ()),
            origin=origin,
        )
        tidy(tuple(answer.data for answer in some if answer.data is not None), joined)
    return tuple(answer.data for answer in answers if answer.data is not None)


def own_page(tweet: JoinedTweet) -> Joined:
    """Make a page of what came along with one tweet alone.

    Parameters
    ----------
    tweet : Tweet
    """
    by_name = {user.username.lower(): user for user in tweet._joined.users.values()}
    along = _along(tweet, by_name)
    joined = along.joined() if along else NOTHING_JOINED
    if tweet.site != joined.site:
        joined = joined.on_site(tweet.site)
    if tweet._joined.origin is None:
        return joined
    page = copy(joined)
    page.origin = tweet._joined.origin
    return page


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
    yield from (reference.id for reference in tweet.referenced_tweets or () if reference.id)
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
