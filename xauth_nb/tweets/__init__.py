"""Typed tweets and users: data, the views that take it, and the objects that people hold. No HTTP in here.

>>> from xauth_nb.tweets import parse_tweet
>>> parse_tweet(b'{"data": {"id": "20", "text": "just setting up my twttr"}}').full_text
'just setting up my twttr'

Nothing imports upward. From the ground: the small ``records`` and other plain words, ``data``, ``joined``, ``page``,
``parse`` and ``lines``; then the sums of ``analysis``, the views ``render``, ``frames``, ``graphs`` and ``plots``, and
what is kept, ``archive`` and ``files``, which take a page of data and know no object; at the top the ``objects``, whose
methods all these are.
"""

from __future__ import annotations

from xauth_nb.tweets.fields import (
    EXPANSIONS,
    MEDIA_FIELDS,
    PLACE_FIELDS,
    POLL_FIELDS,
    READ_PARAMETERS,
    TWEET_FIELDS,
    USER_FIELDS,
    USER_PARAMETERS,
)
from xauth_nb.tweets.objects.collection import Tweets, Users
from xauth_nb.tweets.objects.counts import Counts
from xauth_nb.tweets.objects.gathered import Gathered
from xauth_nb.tweets.objects.models import Tweet, User
from xauth_nb.tweets.objects.parsing import parse_tweet, parse_tweets, parse_user, parse_users
from xauth_nb.tweets.page import Provenance

__all__ = [
    "EXPANSIONS",
    "MEDIA_FIELDS",
    "PLACE_FIELDS",
    "POLL_FIELDS",
    "READ_PARAMETERS",
    "TWEET_FIELDS",
    "USER_FIELDS",
    "USER_PARAMETERS",
    "Counts",
    "Gathered",
    "Provenance",
    "Tweet",
    "Tweets",
    "User",
    "Users",
    "parse_tweet",
    "parse_tweets",
    "parse_user",
    "parse_users",
]
