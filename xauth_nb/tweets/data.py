"""A tweet and a user, field by field as X's API v2 names them. Neither knows what came along with it.

Both dialects of the API arrive here in the older spelling (``retweet_count``, ``note_tweet``). Ids are strings, because
they pass 2**53. Two tweets are equal when their ids are.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from xauth_nb.endpoints import is_loopback
from xauth_nb.tweets.records import (
    Affiliation,
    Attachments,
    ContextAnnotation,
    Count,
    EditControls,
    Entities,
    Geo,
    NoteTweet,
    PrivateMetrics,
    PublicMetrics,
    Reference,
    Scopes,
    Subscription,
    Time,
    UserEntities,
    UserMetrics,
    Withheld,
)

__all__ = ["PAGES", "Identified", "TweetData", "UserData", "in_address", "site_of", "unescaped"]

PAGES = "https://x.com"
"""Where people look at X: its API is elsewhere, and a sandbox has pages of its own."""
_SERVER = re.compile(r"http://(\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?(?=/|\Z)")


# gc=False is safe because nothing that a record holds points back at it, and spares the collector a walk over them all.
class Identified(Struct, frozen=True, kw_only=True, eq=False, gc=False, omit_defaults=True):
    """Equality and hash by id; a record without an id equals only itself."""

    id: str = ""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or (bool(self.id) and self.id == other.id)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.id)) if self.id else object.__hash__(self)


class UserData(Identified, frozen=True, kw_only=True, eq=False, gc=False):
    """An account; see :class:`xauth_nb.tweets.User`."""

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
    def site(self) -> str:
        """Whose pages show the account: those of X, or those of the sandbox that invented it."""
        return site_of(self.profile_image_url or "")  # X's pictures are on a server of X's, a sandbox's on its own

    @property
    def profile_url(self) -> str:
        """The profile's address on x.com, or on the sandbox that it was read from."""
        return f"{self.site}/{in_address(self.username) if self.username else f'i/user/{self.id}'}"

    @property
    def full_description(self) -> str:
        """The description, unescaped; empty where there is none."""
        return unescaped(self.description or "")

    @property
    def is_verified(self) -> bool:
        """Whether X shows a mark beside the name, of whatever colour."""
        return bool(self.verified) or self.verified_type not in (None, "", "none")


class TweetData(Identified, frozen=True, kw_only=True, eq=False, gc=False):
    """What X sends of one tweet; see :class:`xauth_nb.tweets.Tweet`."""

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


def site_of(address: str) -> str:
    """Say whose pages show what came from a server: those of a sandbox on this machine, or else those of X.

    Parameters
    ----------
    address : str
        Any address of the server.
    """
    found = _SERVER.match(address)
    return found[0] if found and is_loopback(found[1].strip("[]")) else PAGES


def in_address(name: str) -> str:
    """Make a handle safe to stand in an address."""
    # A handle is letters, digits and underscores; whatever else claims to be one must not change the address.
    return name if name.isidentifier() and name.isascii() else quote(name, safe="", errors="replace")


def unescaped(text: str) -> str:
    """Give back what an author wrote."""
    # X escapes these three and no others; the ampersand comes last, or "&amp;lt;" would become "<".
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text
