"""A picture of the words that tweets are made of, in every script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xauth_nb.errors import UsageError
from xauth_nb.tweets.analysis.words import count_words
from xauth_nb.tweets.plots.canvas import BLUE, INK, finish, new_axes, nothing, of_query, title, tweets_in_words
from xauth_nb.tweets.plots.fonts import drawable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["plot_words"]


def plot_words(tweets: Page[JoinedTweet], *, top: int, retweets: bool, ax: Axes | None) -> Axes:
    """Draw the most frequent words; see :meth:`xauth_nb.tweets.Tweets.plot_words`."""
    if top < 1:
        raise UsageError(f"The {top} most frequent words are none.", remedy="Pass top=20, or another number above 0.")
    ranked = count_words(tweets, retweets=retweets)[:top]
    axes = ax if ax is not None else new_axes((6.4, 0.8 + 0.26 * max(4, len(ranked))))
    title(axes, f"Words in {tweets_in_words(len(tweets))}{of_query(tweets)}")
    axes.spines[:].set_visible(False)
    if not ranked:
        return nothing(axes, "No words to count.")
    names, style = drawable(
        [one.word.replace("$", r"\$") for one in ranked]
    )  # a pair of dollars would be read as mathematics
    bars = axes.barh(range(len(ranked)), [one.times for one in ranked], height=0.72, color=BLUE)
    axes.bar_label(bars, padding=4, fontsize=9, color=INK, fmt="{:,.0f}")
    axes.set_yticks(range(len(ranked)), names, **style)
    axes.set_ylim(len(ranked) - 0.5, -0.5)
    axes.set_xticks([])
    axes.tick_params(length=0)
    said = ", ".join(f"{one.word} {one.times:,}" for one in ranked[:5])
    return finish(axes, f"The {len(ranked)} most frequent words of {tweets_in_words(len(tweets))}: {said}.")
