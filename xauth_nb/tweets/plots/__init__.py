"""Pictures of many tweets: when, how well received, which words, who with whom, how many. Only they know matplotlib.

Each takes a page of data and gives axes that show themselves; the canvas says how.
"""

from __future__ import annotations

from xauth_nb.tweets.plots.canvas import PlotAxes
from xauth_nb.tweets.plots.counts import plot_counts
from xauth_nb.tweets.plots.network import plot_network
from xauth_nb.tweets.plots.times import plot_activity, plot_engagement
from xauth_nb.tweets.plots.words import plot_words

__all__ = ["PlotAxes", "plot_activity", "plot_counts", "plot_engagement", "plot_network", "plot_words"]
