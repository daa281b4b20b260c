"""Networks as networkx graphs, which Gephi, GraphML and many libraries take. The only file that knows networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xauth_nb.errors import MissingDependencyError
from xauth_nb.tweets.analysis.edges import find_edges

if TYPE_CHECKING:
    import networkx as nx

    from xauth_nb.tweets.joined import JoinedTweet
    from xauth_nb.tweets.page import Page

__all__ = ["to_networkx"]


def to_networkx(tweets: Page[JoinedTweet], kind: str) -> nx.Graph[str]:
    """Make a graph; see :meth:`xauth_nb.tweets.Tweets.to_networkx`."""
    try:
        import networkx as nx
    except ImportError as error:
        raise MissingDependencyError(
            "Graphs need networkx, which is not installed here.", remedy="Run: pip install 'xauth-nb[network]'"
        ) from error
    query = tweets.provenance.query if tweets.provenance else None
    graph: Any = nx.Graph() if kind == "hashtags" else nx.DiGraph()
    graph.graph["name"] = f"{kind}: {query}" if query else kind
    for edge in find_edges(tweets, kind):
        for name, id in ((edge.source, edge.source_id), (edge.target, edge.target_id)):
            graph.add_node(name, label=name, **({"user_id": id} if id else {}))
        # GEXF and GraphML know neither None nor times, so a time is a string, and one that is not known is left out.
        times = {"first": edge.first, "last": edge.last}
        said = {name: time.isoformat() for name, time in times.items() if time is not None}
        graph.add_edge(edge.source, edge.target, weight=edge.times, **said)
    return graph
