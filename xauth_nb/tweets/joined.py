"""What came along on a page of tweets, and a tweet that finds there what it names. It finds, and changes nothing."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Raw, Struct, field
from msgspec.json import Decoder, Encoder
from msgspec.structs import replace

from xauth_nb.tweets.data import PAGES, TweetData, UserData, in_address, unescaped
from xauth_nb.tweets.records import Entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from xauth_nb.tweets.records import Media, Mention, Origin, Place, Poll, Url

__all__ = [
    "NOTHING_JOINED",
    "Joined",
    "JoinedTweet",
    "Link",
    "Named",
    "came_along",
    "entities_of",
    "is_cut",
    "named_in_each",
    "pack",
    "text_of",
]

T = TypeVar("T")
JT = TypeVar("JT", bound="JoinedTweet")


class Joined:
    """The ``includes`` of one page, shared by all its tweets.

    Parameters
    ----------
    users, tweets, media, polls, places : iterable, optional
        As X sent them. The tweets carry no join of their own.
    origin : Origin, optional
        With which page they came.
    """

    __slots__ = ("_site", "media", "origin", "places", "polls", "tweets", "users")

    users: Mapping[str, UserData]
    tweets: Mapping[str, TweetData]
    media: Mapping[str, Media]
    polls: Mapping[str, Poll]
    places: Mapping[str, Place]

    def __init__(
        self,
        users: Iterable[UserData] = (),
        tweets: Iterable[TweetData] = (),
        media: Iterable[Media] = (),
        polls: Iterable[Poll] = (),
        places: Iterable[Place] = (),
        origin: Origin | None = None,
    ) -> None:
        self.users = {user.id: user for user in users}
        self.tweets = {tweet.id: tweet for tweet in tweets}
        self.media = {item.media_key: item for item in media if item.media_key}
        self.polls = {poll.id: poll for poll in polls if poll.id}
        self.places = {place.id: place for place in places if place.id}
        self.origin = origin
        self._site: str | None = None

    @property
    def site(self) -> str:
        """Whose pages show the tweets; all of one page came from one server."""
        return self._site or next((user.site for user in self.users.values()), PAGES)

    def on_site(self, site: str) -> Joined:
        """Return the same page, told whose pages show its tweets, where no user of it tells that."""
        page = copy(self)
        page._site = site
        return page

    def with_user(self, user: UserData) -> Joined:
        """Return the same page with one more user."""
        page = copy(self)
        page.users = {**self.users, user.id: user}
        return page

    def with_media(self, media: Iterable[Media]) -> Joined:
        """Return the same page with more media."""
        page = copy(self)
        page.media = {**self.media, **{item.media_key: item for item in media if item.media_key}}
        return page

    def __repr__(self) -> str:
        return f"<Joined: {len(self.users)} users, {len(self.tweets)} tweets, {len(self.media)} media>"


class Link(Struct, frozen=True, gc=False):
    """As much of :class:`~xauth_nb.tweets.records.Url`."""

    url: str | None = None
    expanded_url: str | None = None
    unwound_url: str | None = None
    media_key: str | None = None


class _Tag(Struct, frozen=True, gc=False):
    tag: str | None = None


class _Mention(Struct, frozen=True, gc=False):
    username: str = ""


class Named(Struct, frozen=True, gc=False):
    """As much of :class:`~xauth_nb.tweets.records.Entities` as columns hold: the rest takes as long to read again."""

    urls: tuple[Link, ...] | None = None
    hashtags: tuple[_Tag, ...] | None = None
    cashtags: tuple[_Tag, ...] | None = None
    mentions: tuple[_Mention, ...] | None = None


NOTHING_JOINED = Joined()

_SHORTEST_CUT = 130  # characters, to be on the safe side of the 139 that were seen
_entities: Any = TweetData.entities  # what the member holds, whatever the property makes of it
_encode = Encoder().encode
_decode_entities = Decoder(Entities).decode
_decode_each = Decoder(tuple[Named | None, ...]).decode
_decode_raw = Decoder(tuple[Raw, ...]).decode


class JoinedTweet(TweetData, frozen=True, kw_only=True, eq=False, gc=False):
    """A tweet that knows its page; see :class:`xauth_nb.tweets.Tweet`."""

    # Not of X: what came on the same page. The name cannot be a field of the API, and no JSON value fits the type.
    _joined: Joined = field(default=NOTHING_JOINED, name="xauth_nb:joined")

    if not TYPE_CHECKING:  # to a type checker it is the member that it stands before

        @property
        def entities(self) -> Entities | None:
            """What X found in the text: see :class:`~xauth_nb.tweets.records.Entities`."""
            held = _entities.__get__(self)
            return _decode_entities(held) if type(held) is Raw else held

        def __rich_repr__(self) -> Iterator[tuple[str, object]]:
            """Show rich what the members are, and not how they are held."""
            return ((name, getattr(self, name)) for name in self.__struct_fields__)

    @property
    def full_text(self) -> str:
        """The whole text, unescaped: of a long post all of it, of a retweet the text of the original."""
        return text_of(self, self.retweeted)

    @property
    def url(self) -> str:
        """Where the tweet stands: on x.com, or on the pages of the sandbox that it was read from."""
        author = self.author
        name = (author.username if author else self.username) or "i"
        return f"{self._joined.site}/{in_address(name)}/status/{self.id}"

    @property
    def site(self) -> str:
        """Whose pages show the tweet; see :attr:`User.site`."""
        return self._joined.site

    @property
    def author(self) -> UserData | None:
        """Who wrote it, where the page brought the user along."""
        return self._joined.users.get(self.author_id) if self.author_id else None

    @property
    def referenced(self: JT) -> tuple[JT, ...]:
        """The tweets that this one retweets, quotes or answers, as far as the page brought them along."""
        found = (self._joined_tweet(reference.id) for reference in self.referenced_tweets or () if reference.id)
        return tuple(tweet for tweet in found if tweet is not None)

    @property
    def retweeted(self: JT) -> JT | None:
        """The tweet that this one passes on unchanged."""
        return self._referenced_as("retweeted")

    @property
    def quoted(self: JT) -> JT | None:
        """The tweet that this one quotes."""
        return self._referenced_as("quoted")

    @property
    def replied_to(self: JT) -> JT | None:
        """The tweet that this one answers."""
        return self._referenced_as("replied_to")

    def reference(self, kind: str) -> str | None:
        """Give the id of the tweet that this one refers to, whether or not that tweet came along.

        Parameters
        ----------
        kind : {"retweeted", "quoted", "replied_to"}

        Returns
        -------
        str or None
        """
        for reference in self.referenced_tweets or ():
            if reference.type == kind:
                return reference.id
        return None

    @property
    def media(self) -> tuple[Media, ...]:
        """The attached photos, videos and GIFs."""
        return _attached(self.attachments.media_keys if self.attachments else None, self._joined.media)

    @property
    def poll(self) -> Poll | None:
        """The attached poll."""
        polls = _attached(self.attachments.poll_ids if self.attachments else None, self._joined.polls)
        return polls[0] if polls else None

    @property
    def place(self) -> Place | None:
        """The place it was written at, where the author said so."""
        return self._joined.places.get(self.geo.place_id) if self.geo and self.geo.place_id else None

    @property
    def full_entities(self) -> Entities | None:
        """The entities that belong to :attr:`full_text`: a long post has its own, a retweet those of the original."""
        return entities_of(self.retweeted or self)

    @property
    def urls(self) -> tuple[Url, ...]:
        """The links in the text."""
        entities = self.full_entities
        return (entities and entities.urls) or ()

    @property
    def hashtags(self) -> tuple[str, ...]:
        """The hashtags in the text, without ``#``."""
        entities = self.full_entities
        return tuple(tag.tag for tag in (entities and entities.hashtags) or () if tag.tag)

    @property
    def cashtags(self) -> tuple[str, ...]:
        """The cashtags in the text, without ``$``."""
        entities = self.full_entities
        return tuple(tag.tag for tag in (entities and entities.cashtags) or () if tag.tag)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The users mentioned in the text."""
        entities = self.full_entities
        return (entities and entities.mentions) or ()

    def _joined_tweet(self: JT, id: str) -> JT | None:
        tweet: Any = self._joined.tweets.get(id)  # of this one's class
        # A tweet of the page carries no join of its own, so that nothing points in a circle (pickling, memory).
        return None if tweet is None or tweet.id == self.id else replace(tweet, _joined=self._joined)

    def _referenced_as(self: JT, kind: str) -> JT | None:
        if self.referenced_tweets is None:
            return None
        id = self.reference(kind)
        return self._joined_tweet(id) if id else None


def _attached(keys: tuple[str, ...] | None, known: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(known[key] for key in keys or () if key in known)


def pack(tweets: Sequence[JoinedTweet]) -> None:
    """Hold what few look at in a third of the room: entities as JSON, which was read before, so that it is right.

    All of a page lie in one piece of memory.

    Parameters
    ----------
    tweets : sequence of Tweet
        Of one page.
    """
    held = _decode_raw(_encode([_entities.__get__(tweet) for tweet in tweets]))
    for tweet, entities in zip(tweets, held, strict=True):
        if _entities.__get__(tweet) is not None:
            _entities.__set__(tweet, entities)


# Once for a card and, with what is known already, for a column of thousands.


def text_of(tweet: JoinedTweet, original: JoinedTweet | None) -> str:
    """Give the whole text, unescaped, of a tweet that retweets ``original`` or nothing."""
    shown = original or tweet
    # Not shown.full_text: two tweets of a page may claim to retweet each other.
    text = unescaped(shown.note_tweet.text if shown.note_tweet and shown.note_tweet.text else shown.text)
    name = original.author.username if original and original.author else ""
    return f"RT @{name}: {text}" if name else text


def is_cut(tweet: JoinedTweet, original: JoinedTweet | None) -> bool:
    """Say whether X cut the text of a tweet that retweets ``original``: what was left out did not come along.

    X cuts "RT @name: text" where it is longer than 140 characters, puts "…" in the place of the last ones, and takes
    spaces before it away (recorded: 139 and 140 characters are left). A shorter text that ends so was written so; of
    one of just this length that was written so, nothing tells.
    """
    shown = original or tweet
    is_whole = shown.note_tweet is not None and bool(shown.note_tweet.text)
    if original is not None or is_whole or tweet.reference("retweeted") is None:
        return False
    return tweet.text.endswith("…") and len(tweet.text) >= _SHORTEST_CUT


def entities_of(shown: TweetData) -> Entities | None:
    """Give the entities of the whole text of a tweet that retweets nothing."""
    return shown.note_tweet.entities if shown.note_tweet and shown.note_tweet.entities else shown.entities


def named_in_each(shown: Sequence[JoinedTweet]) -> tuple[Named | None, ...]:
    """Give what columns hold of what :func:`entities_of` gives of each: read in one go."""
    notes = [tweet.note_tweet for tweet in shown]
    pairs = zip(shown, notes, strict=True)
    return _decode_each(
        _encode([note.entities if note and note.entities else _entities.__get__(tweet) for tweet, note in pairs])
    )


def came_along(tweets: Iterable[JoinedTweet], kind: str) -> dict[str, Any]:
    """Give everything of one kind, such as ``users``, that came along with several tweets, by its id."""
    pages = {id(tweet._joined): tweet._joined for tweet in tweets}
    return {key: value for page in pages.values() for key, value in getattr(page, kind).items()}
