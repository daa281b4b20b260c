"""What came along on a tweet's page: users, tweets, media, polls and places by id. It finds, and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xauth_nb.tweets.models import Tweet, User
    from xauth_nb.tweets.records import Media, Place, Poll

__all__ = ["NOTHING_JOINED", "Joined"]


class Joined:
    """The ``includes`` of one page, shared by all its tweets.

    Parameters
    ----------
    users, tweets, media, polls, places : iterable, optional
        As X sent them. The tweets carry no join of their own.
    """

    __slots__ = ("media", "places", "polls", "tweets", "users")

    users: Mapping[str, User]
    tweets: Mapping[str, Tweet]
    media: Mapping[str, Media]
    polls: Mapping[str, Poll]
    places: Mapping[str, Place]

    def __init__(
        self,
        users: Iterable[User] = (),
        tweets: Iterable[Tweet] = (),
        media: Iterable[Media] = (),
        polls: Iterable[Poll] = (),
        places: Iterable[Place] = (),
    ) -> None:
        self.users = {user.id: user for user in users}
        self.tweets = {tweet.id: tweet for tweet in tweets}
        self.media = {item.media_key: item for item in media if item.media_key}
        self.polls = {poll.id: poll for poll in polls if poll.id}
        self.places = {place.id: place for place in places if place.id}

    def with_user(self, user: User) -> Joined:
        """Return the same page with one more user."""
        return Joined(
            (*self.users.values(), user),
            self.tweets.values(),
            self.media.values(),
            self.polls.values(),
            self.places.values(),
        )

    def __repr__(self) -> str:
        return f"<Joined: {len(self.users)} users, {len(self.tweets)} tweets, {len(self.media)} media>"


NOTHING_JOINED = Joined()
