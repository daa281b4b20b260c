"""Show tweets, people, media and polls as API objects: the fields that were asked for, and what they expand to.

Sources: X's OpenAPI files 2.159 and 2.167 for names; X's docs, "Fields" and "Expansions", for what comes unasked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.dialect import to_tweet_words
from xauth_nb.sandbox.api.editing import EDIT_MINUTES, MOST_EDITS, first_made, may_be_edited
from xauth_nb.sandbox.api.entities import as_sent, entities_of
from xauth_nb.sandbox.api.fields import check_fields
from xauth_nb.sandbox.api.people import user_object
from xauth_nb.sandbox.api.places import geo_object, place_object, topics_shown
from xauth_nb.sandbox.clock import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from xauth_nb.sandbox.api.call import Call
    from xauth_nb.sandbox.world import Media, Person, Poll, Tweet

__all__ = ["View"]

_IMPLIED = {
    "author_id": "author_id",
    "referenced_tweets.id": "referenced_tweets",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "attachments.media_keys": "attachments",
    "attachments.poll_ids": "attachments",
    "entities.mentions.username": "entities",
    "geo.place_id": "geo",
    "pinned_tweet_id": "pinned_tweet_id",
    "most_recent_tweet_id": "most_recent_tweet_id",
}


class View:
    """What one call wants to see, and what it has to see besides.

    Parameters
    ----------
    call : Call
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._world = call.state.world
        check_fields(call)
        words = {name: to_tweet_words(call.listed(name)) for name in call.args}
        self.expansions = set(words.get("expansions", ()))
        if "referenced_tweets" in self.expansions:  # 2.167 has one expansion where 2.159 has three
            self.expansions |= {"referenced_tweets.id", "referenced_tweets.id.author_id"}
        self._tweet_fields = {*words.get("tweet.fields", ()), *words.get("post.fields", ())}
        self._user_fields = set(words.get("user.fields", ()))
        self._media_fields = set(words.get("media.fields", ()))
        self._place_fields = {"id", "full_name", *words.get("place.fields", ())}
        self._poll_fields = set(words.get("poll.fields", ()))
        implied = {_IMPLIED[name] for name in self.expansions & _IMPLIED.keys()}
        self._tweet_fields |= implied
        self._user_fields |= implied & {"pinned_tweet_id", "most_recent_tweet_id"}
        self._tweets: dict[int, dict[str, Any]] = {}
        self._users: dict[int, dict[str, Any]] = {}
        self._media: dict[str, dict[str, Any]] = {}
        self._polls: dict[str, dict[str, Any]] = {}
        self._places: dict[str, dict[str, Any]] = {}
        self.errors: list[dict[str, Any]] = []

    def can_see(self, author: int) -> bool:
        """Whether the caller may see what this person wrote."""
        person = self._world.person(author)
        return person is not None and self._call.state.shows(person, self._call.viewer)

    def envelope(self, data: dict[str, Any] | list[dict[str, Any]] | None, **more: Any) -> dict[str, Any]:
        """Put an answer together; what is empty is left out."""
        parts: dict[str, dict[Any, dict[str, Any]]] = {
            "users": self._users,
            "tweets": self._tweets,
            "media": self._media,
            "polls": self._polls,
            "places": self._places,
        }
        included = {name: list(part.values()) for name, part in parts.items() if part}
        whole: dict[str, Any] = {"data": data} if data else {}
        whole |= {"includes": included} if included else {}
        whole |= {"errors": self.errors} if self.errors else {}
        return whole | more

    # People

    def user(self, person: Person) -> dict[str, Any]:
        """Show a person, and note the tweets that they expand to."""
        shown = user_object(self._call, person, self._user_fields)
        for name in ("pinned_tweet_id", "most_recent_tweet_id"):
            if name in self.expansions and name in shown:
                self._include_tweet(int(shown[name]), name, deep=False)
        return shown

    def include_user(self, user_id: int) -> None:
        """Note a person whom something expands to."""
        person = self._world.person(user_id)
        if person and user_id not in self._users:
            self._users[user_id] = user_object(self._call, person, self._user_fields)

    # Tweets

    def tweet(self, tweet: Tweet) -> dict[str, Any]:
        """Show a tweet, and note what it expands to."""
        self._expand(tweet)
        return self._object(tweet)

    def _expand(self, tweet: Tweet) -> None:
        wants = self.expansions
        if "author_id" in wants:
            self.include_user(tweet.author)
        if "in_reply_to_user_id" in wants and tweet.replied_to_user:
            self.include_user(tweet.replied_to_user)
        if "entities.mentions.username" in wants:
            for mention in self._entities(tweet).get("mentions", ()):
                self.include_user(int(mention["id"]))
        if "attachments.media_keys" in wants:
            self._include_media(tweet.media)
        if "attachments.poll_ids" in wants and tweet.poll:
            self._polls[tweet.poll.id] = self._poll(tweet.poll)
        if "geo.place_id" in wants and (spot := self._world.spot(tweet)):
            shown = place_object(spot.place)
            self._places[spot.place.id] = {name: shown[name] for name in shown if name in self._place_fields}
        deeper = {name for name in wants if name.startswith("referenced_tweets.id")}
        if deeper:
            for other in (tweet.retweeted, tweet.quoted, tweet.replied_to):
                if other:
                    self._include_tweet(other, "referenced_tweets.id", deep=True)

    def _include_tweet(self, tweet_id: int, why: str, *, deep: bool) -> None:
        other = self._world.tweet(tweet_id)
        if other is None or not self.can_see(other.author):
            entry = self._call.missing("tweet", why, str(tweet_id))
            if entry not in self.errors:
                self.errors.append(entry)
            return
        if deep and "referenced_tweets.id.author_id" in self.expansions:
            self.include_user(other.author)
        if deep and "referenced_tweets.id.attachments.media_keys" in self.expansions:
            self._include_media(other.media)
        self._tweets[tweet_id] = self._object(other)

    def _entities(self, tweet: Tweet) -> dict[str, Any]:
        return entities_of(as_sent(tweet.text), tweet.links, self._world)

    def history(self, tweet: Tweet) -> list[str]:
        """Name all versions of a tweet, the oldest first."""
        newest = self._world.newest(tweet)
        return [*map(str, newest.history), str(newest.id)]

    def _object(self, tweet: Tweet) -> dict[str, Any]:
        wants = self._tweet_fields
        tweet_id = str(tweet.id)
        shown: dict[str, Any] = {
            "id": tweet_id,
            "text": as_sent(tweet.text),
            "edit_history_tweet_ids": self.history(tweet),
        }
        refs = (("retweeted", tweet.retweeted), ("quoted", tweet.quoted), ("replied_to", tweet.replied_to))
        made: dict[str, Callable[[], Any]] = {
            "author_id": lambda: str(tweet.author),
            "created_at": lambda: iso(tweet.ms),
            "conversation_id": lambda: str(tweet.conversation),
            "lang": lambda: tweet.lang,
            "source": lambda: tweet.source,
            "possibly_sensitive": lambda: False,
            "reply_settings": lambda: tweet.reply_settings,
            "display_text_range": lambda: [0, len(shown["text"])],
            "in_reply_to_user_id": lambda: str(tweet.replied_to_user) if tweet.replied_to_user else None,
            "referenced_tweets": lambda: [{"type": kind, "id": str(other)} for kind, other in refs if other],
            "attachments": lambda: _attachments(tweet),
            "entities": lambda: self._entities(tweet),
            "geo": lambda: geo_object(self._world.spot(tweet)),
            "context_annotations": lambda: topics_shown(tweet),
            "public_metrics": lambda: self._metrics(tweet),
            "non_public_metrics": lambda: self._private_metrics(tweet),
            "organic_metrics": lambda: self._private_metrics(tweet, organic=True),
            "note_tweet": lambda: self._note(tweet),
            "edit_controls": lambda: {
                "edits_remaining": MOST_EDITS - len(tweet.history),
                "is_edit_eligible": may_be_edited(tweet),
                "editable_until": iso(first_made(tweet) + EDIT_MINUTES * 60_000),
            },
        }
        for name, make in made.items():
            if name in wants and (value := make()) is not None and value != [] and value != {}:
                shown[name] = value
        return shown

    def _metrics(self, tweet: Tweet) -> dict[str, int]:
        counts = self._world.metrics(tweet)
        return {
            "retweet_count": counts.retweets,
            "reply_count": counts.replies,
            "like_count": counts.likes,
            "quote_count": counts.quotes,
            "bookmark_count": counts.bookmarks,
            "impression_count": counts.impressions,
        }

    def _private_metrics(self, tweet: Tweet, *, organic: bool = False) -> dict[str, int] | None:
        """Give metrics that only the author sees."""
        if tweet.author != self._call.viewer.id:
            return None
        counts = self._metrics(tweet)
        names = ("impression_count", "retweet_count", "reply_count", "like_count") if organic else ("impression_count",)
        return {name: counts[name] for name in names} | {"user_profile_clicks": counts["impression_count"] // 60}

    def _note(self, tweet: Tweet) -> dict[str, Any] | None:
        if not tweet.note:
            return None
        text = as_sent(tweet.note)
        entities = entities_of(text, tweet.links, self._world)
        return {"text": text, "entities": entities} if entities else {"text": text}

    # Media and polls

    def _include_media(self, media: Iterable[Media]) -> None:
        for one in media:
            self._media[one.key] = self.medium(one)

    def medium(self, media: Media) -> dict[str, Any]:
        """Show a picture, video or GIF."""
        shown: dict[str, Any] = {"media_key": media.key, "type": media.kind}
        is_photo = media.kind == "photo"
        place = f"{self._call.origin}/media/{media.key}"
        made: dict[str, Any] = {
            "width": media.width,
            "height": media.height,
            "alt_text": media.alt_text,
            "duration_ms": media.duration_ms,
            "url": f"{place}.png" if is_photo else "",
            "preview_image_url": "" if is_photo else f"{place}.png",
            "public_metrics": {"view_count": media.views} if media.kind == "video" else {},
            "variants": []
            if is_photo
            else [{"bit_rate": 2_176_000, "content_type": "video/mp4", "url": f"{place}.mp4"}],
        }
        return shown | {name: value for name, value in made.items() if name in self._media_fields and value}

    def _poll(self, poll: Poll) -> dict[str, Any]:
        options = [
            {"position": place, "label": label, "votes": votes} for place, (label, votes) in enumerate(poll.options, 1)
        ]
        made = {
            "duration_minutes": poll.minutes,
            "end_datetime": iso(poll.ends),
            "voting_status": "closed" if poll.ends <= self._call.state.clock.world_now() else "open",
        }
        wanted = {name: value for name, value in made.items() if name in self._poll_fields}
        return {"id": poll.id, "options": options, **wanted}


def _attachments(tweet: Tweet) -> dict[str, list[str]]:
    shown = {"media_keys": [media.key for media in tweet.media], "poll_ids": [tweet.poll.id] if tweet.poll else []}
    return {name: keys for name, keys in shown.items() if keys}
