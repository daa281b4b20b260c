"""The calls that the sandbox answers, as one table. A call that is not in it does not exist."""

from __future__ import annotations

from xauth_nb.sandbox.api import timelines, tweets, users, v1
from xauth_nb.sandbox.api.call import FIELDS, USER_FIELDS, Call, Operation
from xauth_nb.sandbox.api.paging import RANGE, TOKENS

__all__ = ["OPERATIONS", "Call", "Operation"]

_TIMELINE = FIELDS | TOKENS | RANGE

OPERATIONS = (
    Operation("GET", "/2/users/me", users.me, USER_FIELDS, free=True),
    Operation("GET", "/2/users", users.by_ids, USER_FIELDS | {"ids"}),
    Operation("GET", "/2/users/by", users.by_names, USER_FIELDS | {"usernames"}),
    Operation("GET", "/2/users/by/username/:username", users.by_name, USER_FIELDS),
    Operation("GET", "/2/users/:id", users.by_id, USER_FIELDS),
    Operation("GET", "/2/tweets", tweets.by_ids, FIELDS | {"ids"}),
    Operation("GET", "/2/tweets/:id", tweets.by_id, FIELDS),
    Operation("POST", "/2/tweets", tweets.create, writes=True),
    Operation("DELETE", "/2/tweets/:id", tweets.delete, writes=True),
    Operation("GET", "/2/users/:id/tweets", timelines.user_tweets, _TIMELINE | {"exclude"}),
    Operation("GET", "/2/users/:id/mentions", timelines.mentions, _TIMELINE),
    Operation("GET", "/2/users/:id/timelines/reverse_chronological", timelines.home, _TIMELINE | {"exclude"}),
    Operation("GET", "/2/users/:id/liked_tweets", timelines.liked, FIELDS | TOKENS),
    Operation("GET", "/1.1/account/verify_credentials.json", v1.verify_credentials, free=True),
    Operation("POST", "/1.1/oauth/invalidate_token", v1.invalidate_token, free=True),
    Operation("POST", "/1.1/oauth/invalidate_token.json", v1.invalidate_token, free=True),
    Operation("POST", "/1.1/statuses/update.json", v1.gone, free=True),
)
