"""What is asked for with each tweet: every field, because fields cost nothing, and few expansions, because they may.

X bills each resource that an answer brings: $0.005 a tweet, $0.010 a user, $0.001 what is one's own; photos, polls and
places have no price (X's docs, "Pricing", 2026). Whether that holds for what an expansion brings along is not written
anywhere, so the cautious reading counts: a tweet's author comes along, and once a day is billed once; the tweets that
it retweets, quotes or answers, each with an author of its own, come only when they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.tweets import EXPANSIONS, READ_PARAMETERS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["tweet_parameters"]

_PLAIN = {
    **READ_PARAMETERS,
    "expansions": ",".join(name for name in EXPANSIONS.split(",") if not name.startswith("referenced_tweets")),
}


def tweet_parameters(*, referenced: bool) -> Mapping[str, str]:
    """Choose fields and expansions.

    Parameters
    ----------
    referenced : bool
        Whether the tweets that these retweet, quote or answer come along.
    """
    return READ_PARAMETERS if referenced else _PLAIN
