"""A tweet and a user, as X's API v2 names their fields. They are made from bytes by :mod:`xauth_nb.tweets.parse`.

Both dialects of the API arrive here in the older spelling (``retweet_count``, ``note_tweet``). Ids are strings, because
they pass 2**53. Two tweets are equal when their ids are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from msgspec import Struct, field
from msgspec.structs import replace

from xauth_nb.tweets.joined import NOTHING_JOINED, Joined
from xauth_nb.tweets.records import (
    Affiliation,
    Attachments,
    ContextAnnotation,
    Count,
    EditControls,
    Entities,
    Geo,
    Media,
    Mention,
    NoteTweet,
    Place,
    Poll,
    PrivateMetrics,
    PublicMetrics,
    Reference,
    Scopes,
    Subscription,
    Time,
    Url,
    UserEntities,
    UserMetrics,
    Withheld,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Tweet", "User"]

T = TypeVar("T")


def _in_address(name: str) -> str:
    # A handle is letters, digits and underscores; whatever else claims to be one must not change the address.
    return name if name.isidentifier() and name.isascii() else quote(name, safe="", errors="replace")


def _unescaped(text: str) -> str:
    # X escapes these three and no others; the ampersand comes last, or "&amp;lt;" would become "<".
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


# gc=False is safe because nothing that a record holds points back at it, and spares the collector a walk over them all.
class _Identified(Struct, frozen=True, kw_only=True, eq=False, gc=False, omit_defaults=True):
    """Equality and hash by id; a record without an id equals only itself."""

    id: str = ""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or (bool(self.id) and self.id == other.id)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.id)) if self.id else object.__hash__(self)


class User(_Identified, frozen=True, kw_only=True, eq=False, gc=False):
    """An account on X.

    Attributes
    ----------
    id, username, name : str
        Empty where X did not send them. ``username`` is the handle without ``@``.
    created_at : datetime.datetime or None
        Aware, UTC.
    url : str or None
        The link in the profile, as sent; :attr:`profile_url` is the profile itself.
    description, location, verified, verified_type, protected, public_metrics, … : optional
        As API v2 names them; ``None`` where X did not send them.

    Examples
    --------
    >>> ada = User(id="42", username="ada", name="Ada Lovelace")
    >>> ada.profile_url
    'https://x.com/ada'
    """

    username: str = ""
    name: str = ""
    created_at: Time | None = None
    description: str | None = None
    location: str | None = None
    url: str | None = None
    entities: UserEntities | None = None
    verified: bool | None = None
    verified_type: str | None = None
    protected: bool | None = None
    public_metrics: UserMetrics | None = None
    profile_image_url: str | None = None
    profile_banner_url: str | None = None
    pinned_tweet_id: str | None = None
    most_recent_tweet_id: str | None = None
    affiliation: Affiliation | None = None
    confirmed_email: str | None = None
    connection_status: tuple[str, ...] | None = None
    is_identity_verified: bool | None = None
    parody: bool | None = None
    receives_your_dm: bool | None = None
    subscribes_to_you: bool | None = None
    subscription: Subscription | None = None
    subscription_type: str | None = None
    verified_followers_count: Count | None = None
    withheld: Withheld | None = None

    @property
    def profile_url(self) -> str:
        """The profile's address on x.com."""
        return f"https://x.com/{_in_address(self.username)}" if self.username else f"https://x.com/i/user/{self.id}"

    @property
    def full_description(self) -> str:
        """The description, unescaped; empty where there is none."""
        return _unescaped(self.description or "")

    @property
    def is_verified(self) -> bool:
        """Whether X shows a mark beside the name, of whatever colour."""
        return bool(self.verified) or self.verified_type not in (None, "", "none")

    def __repr__(self) -> str:
        from xauth_nb.tweets.render import plain

        return plain.user_line(self)

    def __str__(self) -> str:
        from xauth_nb.tweets.render import plain

        return plain.user_text(self)

    def _repr_html_(self) -> str:
        from xauth_nb.tweets.render import users

        return users.render_user(self)


def _attached(keys: tuple[str, ...] | None, known: Mapping[str, T]) -> tuple[T, ...]:
    return tuple(known[key] for key in keys or () if key in known)


class Tweet(_Identified, frozen=True, kw_only=True, eq=False, gc=False):
    """One tweet. X writes "post" on its pages; the API's path is still ``/2/tweets``.

    Attributes
    ----------
    id, text : str
        ``text`` is as sent: ``&amp;``, ``&lt;`` and ``&gt;`` are escaped in it, and long posts are cut.
        :attr:`full_text` is unescaped and whole.
    created_at : datetime.datetime or None
        Aware, UTC.
    author_id, conversation_id, in_reply_to_user_id, lang, public_metrics, entities, attachments, … : optional
        As API v2 names them; ``None`` where X did not send them.

    Examples
    --------
    >>> tweet = Tweet(id="20", text="just setting up my twttr &amp; more")
    >>> tweet.full_text
    'just setting up my twttr & more'
    >>> tweet.url
    'https://x.com/i/status/20'
    >>> tweet == Tweet(id="20", text="edited")
    True
    """

    text: str = ""
    created_at: Time | None = None
    author_id: str | None = None
    conversation_id: str | None = None
    in_reply_to_user_id: str | None = None
    lang: str | None = None
    public_metrics: PublicMetrics | None = None
    entities: Entities | None = None
    referenced_tweets: tuple[Reference, ...] | None = None
    attachments: Attachments | None = None
    note_tweet: NoteTweet | None = None
    edit_history_tweet_ids: tuple[str, ...] | None = None
    possibly_sensitive: bool | None = None
    reply_settings: str | None = None
    edit_controls: EditControls | None = None
    geo: Geo | None = None
    context_annotations: tuple[ContextAnnotation, ...] | None = None
    display_text_range: tuple[int, ...] | None = None
    withheld: Withheld | None = None
    non_public_metrics: PrivateMetrics | None = None
    organic_metrics: PrivateMetrics | None = None
    promoted_metrics: PrivateMetrics | None = None
    source: str | None = None
    username: str | None = None
    card_uri: str | None = None
    community_id: str | None = None
    scopes: Scopes | None = None
    paid_partnership: bool | None = None
    # The two files disagree on the shape of these, or give none: they stay as X sent them.
    article: Any = None
    article_title: Any = None
    matched_media_notes: Any = None
    media_metadata: Any = None
    note_request_suggestions: Any = None
    suggested_source_links: Any = None
    suggested_source_links_with_counts: Any = None
    # Not of X: what came on the same page. The name cannot be a field of the API, and no JSON value fits the type.
    _joined: Joined = field(default=NOTHING_JOINED, name="xauth_nb:joined")

    @property
    def full_text(self) -> str:
        """The whole text, unescaped: of a long post all of it, of a retweet the text of the original."""
        return text_of(self, self.retweeted)

    @property
    def url(self) -> str:
        """Where the tweet stands on x.com."""
        author = self.author
        name = (author.username if author else self.username) or "i"
        return f"https://x.com/{_in_address(name)}/status/{self.id}"

    @property
    def author(self) -> User | None:
        """Who wrote it, where the page brought the user along."""
        return self._joined.users.get(self.author_id) if self.author_id else None

    @property
    def referenced(self) -> tuple[Tweet, ...]:
        """The tweets that this one retweets, quotes or answers, as far as the page brought them along."""
        found = (self._joined_tweet(reference.id) for reference in self.referenced_tweets or ())
        return tuple(tweet for tweet in found if tweet is not None)

    @property
    def retweeted(self) -> Tweet | None:
        """The tweet that this one passes on unchanged."""
        return self._referenced_as("retweeted")

    @property
    def quoted(self) -> Tweet | None:
        """The tweet that this one quotes."""
        return self._referenced_as("quoted")

    @property
    def replied_to(self) -> Tweet | None:
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
        return tuple(tag.tag for tag in (entities and entities.hashtags) or ())

    @property
    def cashtags(self) -> tuple[str, ...]:
        """The cashtags in the text, without ``$``."""
        entities = self.full_entities
        return tuple(tag.tag for tag in (entities and entities.cashtags) or ())

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The users mentioned in the text."""
        entities = self.full_entities
        return (entities and entities.mentions) or ()

    def with_author(self, author: User) -> Tweet:
        """Return the same tweet with its author joined: X's answer to a new post names none.

        Parameters
        ----------
        author : User

        Returns
        -------
        Tweet
        """
        return replace(self, author_id=author.id, _joined=self._joined.with_user(author))

    def _joined_tweet(self, id: str) -> Tweet | None:
        tweet = self._joined.tweets.get(id)
        # A tweet of the page carries no join of its own, so that nothing points in a circle (pickling, memory).
        return None if tweet is None or tweet.id == self.id else replace(tweet, _joined=self._joined)

    def _referenced_as(self, kind: str) -> Tweet | None:
        if self.referenced_tweets is None:
            return None
        id = self.reference(kind)
        return self._joined_tweet(id) if id else None

    def __repr__(self) -> str:
        from xauth_nb.tweets.render import plain

        return plain.tweet_line(self)

    def __str__(self) -> str:
        from xauth_nb.tweets.render import plain

        return plain.tweet_text(self)

    def _repr_html_(self) -> str:
        from xauth_nb.tweets.render import cards

        return cards.render_tweet(self)


# Once for a card and, with what is known already, for a column of thousands.


def text_of(tweet: Tweet, original: Tweet | None) -> str:
    """Give the whole text, unescaped, of a tweet that retweets ``original`` or nothing."""
    shown = original or tweet
    # Not shown.full_text: two tweets of a page may claim to retweet each other.
    text = _unescaped(shown.note_tweet.text if shown.note_tweet and shown.note_tweet.text else shown.text)
    name = original.author.username if original and original.author else ""
    return f"RT @{name}: {text}" if name else text


def entities_of(shown: Tweet) -> Entities | None:
    """Give the entities of the whole text of a tweet that retweets nothing."""
    return shown.note_tweet.entities if shown.note_tweet and shown.note_tweet.entities else shown.entities
