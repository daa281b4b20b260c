"""What can be counted and joined in tweets: words, networks, conversations. The work is in the views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeVar

from xauth_nb.tweets.analysis import edges, texts, threads
from xauth_nb.tweets.frames import analysis
from xauth_nb.tweets.ids import tweet_id
from xauth_nb.tweets.objects.models import Tweet
from xauth_nb.tweets.page import Page

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Analyses", "EdgeKind", "Library"]

A = TypeVar("A", bound="Analyses")
EdgeKind = Literal["retweets", "quotes", "replies", "mentions", "hashtags"]
Library = Literal["pandas", "polars"]


class Analyses(Page[Tweet]):
    """The sums that :class:`Tweets` lends to its users."""

    __slots__ = ()

    def edges(self, kind: EdgeKind = "retweets", *, library: Library = "pandas") -> Any:
        """Add up who refers to whom, or which hashtags stand together: one row for each pair, most often first.

        It works without the tweets that these refer to: X names the author of a retweeted and of an answered tweet in
        the tweet itself, and that of a quoted one in its link. Retweets count for ``retweets`` alone; of hashtags a
        text counts once, however often it was passed on.

        Parameters
        ----------
        kind : {"retweets", "quotes", "replies", "mentions", "hashtags"}, optional
        library : {"pandas", "polars"}, optional
            Whose data frame.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            ``source`` and ``target``, the names (an id where X told no name), ``source_id``, ``target_id``, ``count``,
            and ``first`` and ``last``, when the tweets were written (UTC). Who answers themselves is in it.

        Raises
        ------
        UsageError
            If there is no such kind or library.
        MissingDependencyError
            If the library is missing.

        Examples
        --------
        >>> tweets.edges("mentions").columns.tolist()
        ['source', 'target', 'source_id', 'target_id', 'count', 'first', 'last']
        """
        return analysis.frame_of(analysis.EDGES, edges.find_edges(self, kind), library, self.provenance)

    def to_networkx(self, kind: EdgeKind = "retweets") -> nx.Graph[str]:
        """Make a network of them, which networkx computes with, and Gephi reads as GEXF or GraphML.

        Parameters
        ----------
        kind
            As in :meth:`edges`.

        Returns
        -------
        networkx.DiGraph
            Nodes are names, with ``user_id`` where X told it; edges have a ``weight``, and ``first`` and ``last`` as
            ISO strings. Of hashtags a :class:`networkx.Graph`.

        Raises
        ------
        UsageError
            If there is no such kind.
        MissingDependencyError
            If networkx is missing.

        Examples
        --------
        >>> graph = tweets.to_networkx("mentions")
        >>> import networkx
        >>> networkx.write_gexf(graph, "mentions.gexf")
        """
        from xauth_nb.tweets.graphs import to_networkx

        return to_networkx(self, kind)

    def words(self, *, retweets: bool = False, library: Library = "pandas") -> Any:
        """Count in how many tweets each word and hashtag stands, in every script, most frequent first.

        Words are parted by Unicode's rules, and by ICU's dictionaries where a language writes no spaces. Hashtags and
        cashtags are those that X marked; links and mentions are left out, and so are words that say nothing by
        themselves.

        Parameters
        ----------
        retweets : bool, optional
            Count each retweet; otherwise a text counts once, however often it was passed on.
        library : {"pandas", "polars"}, optional
            Whose data frame.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            ``word`` in small letters, ``kind`` (``word``, ``hashtag`` or ``cashtag``), ``count``.

        Raises
        ------
        UsageError
            If there is no such library.
        MissingDependencyError
            If the library or ICU is missing.

        Examples
        --------
        >>> tweets.words().head(3).columns.tolist()
        ['word', 'kind', 'count']
        """
        from xauth_nb.tweets.analysis.words import count_words

        return analysis.frame_of(analysis.WORDS, count_words(self, retweets=retweets), library, self.provenance)

    def without_retweets(self: A) -> A:
        """Return the tweets that pass nothing on unchanged; quotes and replies stay.

        Examples
        --------
        >>> any(tweet.reference("retweeted") for tweet in tweets.without_retweets())
        False
        """
        return self.filter(lambda tweet: tweet.reference("retweeted") is None)

    def clean_text(self, *, hashtags: bool = False) -> list[str]:
        """Return each text without links, mentions, hashtags and cashtags, as X marked them: for models of language.

        Parameters
        ----------
        hashtags : bool, optional
            Keep the words of hashtags and cashtags, without their signs.

        Returns
        -------
        list of str
            One for each tweet, unescaped, on one line; of a retweet the original's text. Empty where nothing is left.

        Examples
        --------
        >>> from xauth_nb import Tweet, Tweets
        >>> Tweets([Tweet(id="20", text="@ada See #pandas &amp; https://t.co/x1")]).clean_text(hashtags=True)
        ['See pandas &']
        """
        return [texts.clean_text(tweet, hashtags=hashtags) for tweet in self._items]

    def path_to(self: A, id: Tweet | str | int) -> A:
        """Return the way through a conversation to one tweet: from the first one on, each answers the one before.

        Parameters
        ----------
        id : Tweet, str or int
            A tweet of these, its id or its address.

        Returns
        -------
        Tweets
            Empty where the tweet is not among these. Where one on the way is not, it begins behind it.

        Raises
        ------
        UsageError
            If ``id`` is no id of a tweet.

        Examples
        --------
        >>> [step.id for step in tweets.path_to(tweets[0])][-1] == tweets[0].id
        True
        """
        return self._with(threads.path_to(self._items, tweet_id(id)))

    def threads(self, *, library: Library = "pandas") -> Any:
        """Return conversations as they are read: each tweet, then the answers to it. ``show(thread=True)`` draws them.

        Parameters
        ----------
        library : {"pandas", "polars"}, optional
            Whose data frame.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            ``id``, ``parent_id`` (what it answers, whether or not that is here), ``depth`` (0 where it answers none of
            these), ``replies`` (how many of these answer it), ``created_at``, ``author_username``, ``full_text``.

        Raises
        ------
        UsageError, MissingDependencyError
            As in :meth:`edges`.

        Examples
        --------
        >>> int(tweets.threads()["depth"].min())
        0
        """
        rows = (
            (
                branch.tweet.id,
                branch.parent,
                branch.depth,
                branch.replies,
                branch.tweet.created_at,
                branch.tweet.author.username if branch.tweet.author else None,
                branch.tweet.full_text,
            )
            for branch in threads.tree_of(self._items)
        )
        return analysis.frame_of(analysis.THREADS, rows, library, self.provenance)
