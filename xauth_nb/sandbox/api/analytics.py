"""What a person learns of their own reach: analytics of tweets and media, one's media by key, and what trends.

Source: the OpenAPI files 2.159 and 2.167. The figures are the public ones, spread over the days since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.sandbox.api.entities import as_sent, entities_of
from xauth_nb.sandbox.api.users import asked
from xauth_nb.sandbox.api.view import View
from xauth_nb.sandbox.clock import iso
from xauth_nb.sandbox.world.records import EPOCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xauth_nb.sandbox.api.call import Answer, Call
    from xauth_nb.sandbox.world import Media, Metrics, Tweet

__all__ = ["ANALYTICS", "MEDIA_ANALYTICS", "TREND_FIELDS", "media_analytics", "media_by_key", "media_by_keys", "trends",
           "tweet_analytics"]  # fmt: skip

_SPAN = frozenset({"start_time", "end_time", "granularity"})
ANALYTICS = _SPAN | {"ids", "analytics.fields"}
MEDIA_ANALYTICS = _SPAN | {"media_keys", "media_analytics.fields"}
TREND_FIELDS = frozenset({"personalized_trend.fields"})
_DAY = 86_400_000
_TREND = ("category", "post_count", "trend_name", "trending_since")
_MOST = 10


def trends(call: Call) -> Answer:
    """Answer ``GET /2/users/personalized_trends``: the hashtags of the last seven days."""
    counted: dict[str, list[int]] = {}
    for tweet in call.state.world.recent():
        for tag in (
            () if tweet.is_retweet else entities_of(as_sent(tweet.text), (), call.state.world).get("hashtags", ())
        ):
            counted.setdefault(tag["tag"], []).append(tweet.ms)
    ordered = sorted(counted.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:_MOST]
    wanted = call.listed("personalized_trend.fields") or _TREND
    number = str if call.speaks_post else int  # 2.167 has a text where 2.159 has a number
    found = [
        dict(zip(_TREND, ("Science", number(len(times)), f"#{tag}", iso(min(times))), strict=True))
        for tag, times in ordered
    ]
    data = [{name: value for name, value in one.items() if name in wanted} for one in found]
    return 200, {"data": data} if data else {}


def tweet_analytics(call: Call) -> Answer:
    """Answer ``GET /2/tweets/analytics``: of one's own tweets."""
    days = _days(call)
    view, data = View(call), []
    for value in asked(call, "ids"):
        tweet = call.state.world.tweet(call.id_in(value, "ids"))
        if tweet is None or tweet.author != call.viewer.id:
            view.errors.append(call.missing("tweet", "ids", value))
        else:
            data.append({"id": str(tweet.id), "timestamped_metrics": list(_of_tweet(call, tweet, days))})
    return 200, view.envelope(data)


def media_analytics(call: Call) -> Answer:
    """Answer ``GET /2/media/analytics``: of one's own videos."""
    days = _days(call)
    view, data = View(call), []
    for key in asked(call, "media_keys"):
        found = _media(call, key)
        if found is None:
            view.errors.append(call.missing("media", "media_keys", key))
        else:
            share = found.views // max(1, len(days))
            data.append(
                {
                    "media_key": key,
                    "timestamped_metrics": [{"timestamp": iso(day), "metrics": {"video_views": share}} for day in days],
                }
            )
    return 200, view.envelope(data)


def media_by_keys(call: Call) -> Answer:
    """Answer ``GET /2/media``."""
    view, data = View(call), []
    for key in asked(call, "media_keys"):
        found = _media(call, key)
        if found is None:
            view.errors.append(call.missing("media", "media_keys", key))
        else:
            data.append(view.medium(found))
    return 200, view.envelope(data)


def media_by_key(call: Call) -> Answer:
    """Answer ``GET /2/media/:media_key``."""
    found = _media(call, call.path["media_key"])
    view = View(call)
    if found is None:
        return 200, {"errors": [call.missing("media", "media_key", call.path["media_key"])]}
    return 200, view.envelope(view.medium(found))


def _media(call: Call, key: str) -> Media | None:
    """Find a picture or video of one's own."""
    upload = call.state.uploads.by_key(key)
    if upload is not None:
        return upload.media() if upload.owner == call.viewer.id else None
    world = call.state.world
    tweets = (tweet for one in world.ids(call.viewer.id) if (tweet := world.tweet(one)))
    return next((media for tweet in tweets for media in tweet.media if media.key == key), None)


def _days(call: Call) -> list[int]:
    """Read the span that is asked for, as the first moments of its days."""
    for name in ("start_time", "end_time", "granularity"):
        if name not in call.args:
            raise call.invalid(f"The `{name}` query parameter can not be empty", name, "")
    call.choices("granularity", "hourly", "daily", "weekly", "total")
    start, end = ((call.time_arg(name) or 0) >> 22 for name in ("start_time", "end_time"))
    if start >= end:
        raise call.invalid("'start_time' must be before 'end_time'", "start_time", call.args["start_time"])
    return [moment + EPOCH for moment in range(start, end, _DAY)][:90]


def _of_tweet(call: Call, tweet: Tweet, days: list[int]) -> Iterator[dict[str, Any]]:
    metrics: Metrics = call.state.world.metrics(tweet)
    lived = [day for day in days if day + _DAY > tweet.ms] or days[-1:]
    for place, day in enumerate(lived):
        share = 0.5 ** (place + 1)  # half of it on the first day, a quarter on the next
        yield {
            "timestamp": iso(day),
            "metrics": {
                "impressions": int(metrics.impressions * share),
                "likes": int(metrics.likes * share),
                "replies": int(metrics.replies * share),
                "retweets": int(metrics.retweets * share),
                "quote_tweets": int(metrics.quotes * share),
                "bookmarks": int(metrics.bookmarks * share),
                "engagements": int((metrics.likes + metrics.replies + metrics.retweets) * share),
            },
        }
