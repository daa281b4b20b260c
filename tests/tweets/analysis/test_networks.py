"""Who refers to whom: sums that work without the tweets that are referred to."""

from datetime import datetime, timedelta, timezone

import pytest

from xauth_nb.errors import UsageError
from xauth_nb.tweets import Tweet, Tweets, parse_tweets
from xauth_nb.tweets.analysis.edges import KINDS, find_edges
from xauth_nb.tweets.records import Entities, Mention, Reference, Tag, Url

START = datetime(2026, 3, 2, tzinfo=timezone.utc)


def tweet(id, by, kind=None, **more):
    at = START + timedelta(hours=int(id))
    references = (Reference(type=kind, id="7"),) if kind else None
    return Tweet(id=id, author_id=str(by), username=f"user{by}", created_at=at, referenced_tweets=references, **more)


def mentions(*names, start=None):
    return Entities(mentions=tuple(Mention(username=f"user{one}", id=str(one), start=start, end=None) for one in names))


def retweet(id, by, of):
    return tweet(id, by, "retweeted", text=f"RT @user{of}: hello", entities=mentions(of, start=3))


def pairs(tweets, kind):
    return {(edge.source, edge.target): edge.times for edge in find_edges(tweets, kind)}


def test_a_retweet_names_its_author_without_the_original():
    tweets = [retweet("1", 1, 2), retweet("2", 1, 2), retweet("3", 3, 2)]
    assert pairs(tweets, "retweets") == {("user1", "user2"): 2, ("user3", "user2"): 1}
    edge = find_edges(tweets, "retweets")[0]
    assert (edge.source_id, edge.target_id) == ("1", "2")
    assert (edge.first, edge.last) == (START + timedelta(hours=1), START + timedelta(hours=2))
    assert pairs(tweets, "mentions") == {}


def test_replies_quotes_and_mentions():
    answered = tweet("1", 1, "replied_to", text="@user2 yes", in_reply_to_user_id="2", entities=mentions(2))
    link = Url(url="https://t.co/x", expanded_url="https://x.com/user5/status/7")
    quoting = tweet("2", 1, "quoted", text="see https://t.co/x", entities=Entities(urls=(link,)))
    assert pairs([answered], "replies") == {("user1", "user2"): 1}
    assert pairs([answered], "mentions") == {("user1", "user2"): 1}
    assert pairs([quoting], "quotes") == {("user1", "user5"): 1}


def test_an_account_is_one_however_a_tweet_tells_it():
    by_name = tweet("1", 1, text="@user2", entities=Entities(mentions=(Mention(username="USER2"),)))
    by_id = tweet("2", 1, text="@user2", entities=mentions(2))
    assert sum(pairs([by_name, by_id], "mentions").values()) == 2
    assert len(pairs([by_name, by_id], "mentions")) == 1


def test_hashtags_stand_together_in_either_order_and_once_a_text():
    def tagged(id, *tags):
        return tweet(id, 1, text=" ".join(tags), entities=Entities(hashtags=tuple(Tag(tag=tag) for tag in tags)))

    assert pairs([tagged("1", "b", "A"), tagged("2", "a", "B", "b")], "hashtags") == {("#a", "#b"): 2}


def test_the_same_tweet_counts_once():
    assert pairs([retweet("1", 1, 2), retweet("1", 1, 2)], "retweets") == {("user1", "user2"): 1}


@pytest.mark.parametrize("kind", KINDS)
def test_pandas_and_polars_have_the_same_columns_for_none_and_for_many(kind, timeline):
    for tweets in (timeline, Tweets()):
        ours, theirs = tweets.edges(kind), tweets.edges(kind, library="polars")
        assert list(ours.columns) == theirs.columns
        assert ours["source"].tolist() == theirs["source"].to_list()
        assert ours["count"].tolist() == theirs["count"].to_list()


def test_a_recorded_page_has_the_edges_that_x_marked(body):
    page = parse_tweets(body("timeline"))
    wanted = {(one.author_id, mention.id) for one in page if not one.reference("retweeted") for mention in one.mentions}
    assert {(edge.source_id, edge.target_id) for edge in find_edges(page, "mentions")} == wanted


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_a_graph_goes_to_gephi_and_comes_back(form, tmp_path):
    import networkx

    graph = Tweets([retweet("1", 1, 2), retweet("2", 1, 2)]).to_networkx("retweets")
    getattr(networkx, f"write_{form}")(graph, tmp_path / f"net.{form}")
    back = getattr(networkx, f"read_{form}")(tmp_path / f"net.{form}")
    assert back.is_directed()
    assert float(back["user1"]["user2"]["weight"]) == 2
    assert back.nodes["user2"]["user_id"] == "2"


def test_a_wrong_choice_is_refused_in_words():
    with pytest.raises(UsageError, match="no network"):
        Tweets().edges("likes")
    with pytest.raises(UsageError, match="no frames"):
        Tweets().edges("quotes", library="dask")


@pytest.mark.parametrize("people", [1, 20, 2000])
def test_a_network_is_drawn_with_a_description(people):
    tweets = Tweets(retweet(str(at), at % people + 1, at * at % people + 1) for at in range(1, 2 * people + 1))
    axes = tweets.plot_network("retweets")
    assert "<img" in axes._repr_html_()
    if people == 1:
        assert axes.alt_text == "No retweets to show."
    else:
        assert axes.alt_text.startswith("Network of retweets: ")
        assert "Most often retweeted: @user" in axes.alt_text
