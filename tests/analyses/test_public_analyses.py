"""Ten analyses that people publish, each written as a reader of the README would, and no longer than given here.

``LINES`` holds, for each, how many lines of code it has here and may have at most.
"""

from __future__ import annotations

import ast
import inspect
import warnings

import networkx
import pandas as pd
import pytest

from xauth_nb import Tweets

LINES = {
    "sentiment_over_a_timeline": 5,
    "hashtag_trends": 3,
    "retweet_network_for_gephi": 3,
    "follower_comparison": 3,
    "hydrating_an_id_file": 3,
    "conversation_tree": 4,
    "event_time_line": 3,
    "keyword_panel_over_weeks": 5,
    "many_accounts": 3,
    "geo_map": 3,
}


def sentiment_over_a_timeline(x):
    tweets = x.timeline("@grace", limit=200).without_retweets()
    good, bad = {"best", "faster", "shorter"}, {"warnings", "bug", "dangerous", "broken"}
    words = [set(text.lower().split()) for text in tweets.clean_text()]
    df = tweets.to_pandas().assign(mood=[len(one & good) - len(one & bad) for one in words])
    return df.set_index("created_at").resample("W")["mood"].mean()


def hashtag_trends(x):
    tags = x.search("#python OR #pandas OR #weather OR #astronomy", limit=200).entities("hashtags")
    tags["day"] = tags["created_at"].dt.date
    return tags.pivot_table(index="day", columns="hashtag", values="id", aggfunc="count", fill_value=0)


def retweet_network_for_gephi(x, path):
    found = x.search("retweets_of:grace OR retweets_of:katherine OR retweets_of:alan OR retweets_of:ada", limit=500)
    networkx.write_gexf(found.to_networkx("retweets"), path)
    return found.edges("retweets")


def follower_comparison(x):
    hers, his = ({one.id for one in x.followers(name, limit=1000)} for name in ("@grace", "@luc"))
    shared = hers & his
    return {"grace": len(hers), "luc": len(his), "both": len(shared), "jaccard": len(shared) / len(hers | his)}


def hydrating_an_id_file(x, path):
    tweets = x.get_tweets(path)
    tweets.to_jsonl(path.with_suffix(".jsonl.gz"))
    return tweets


def conversation_tree(x):
    begun = max(x.timeline("@ada", limit=50, exclude="replies"), key=lambda one: one.public_metrics.reply_count)
    talk = x.conversation(begun)
    tree = talk.threads()
    return talk.path_to(tree.loc[tree["depth"].idxmax(), "id"]), tree


def event_time_line(x):
    counted = x.counts("data OR notebook", by="hour")
    counted.plot_counts()
    return counted.to_pandas()


def keyword_panel_over_weeks(x, sb, folder):
    for _ in range(3):  # one of these a week, by cron
        x.search("(data OR rain) lang:en", limit=None, archive=folder, new_only=True)
        sb.clock.advance(days=6)
    df = Tweets.from_archive(folder).to_pandas()
    return df.groupby(df["created_at"].dt.isocalendar().week).size()


def many_accounts(x):
    df = x.timelines(["@grace", "@alan", "@luc", "@nobody_by_this"], limit=60).to_pandas()
    own = df[~df["is_retweet"]]
    return own.groupby("author_username")[["like_count", "retweet_count"]].median()


def geo_map(x):
    df = x.timelines(["@asima_c", "@rosa", "@cesar_l"], limit=100).to_pandas()
    places = df.dropna(subset=["place"])
    return places.groupby(["country", "place"])[["place_west", "place_south", "lat", "lon"]].mean()


@pytest.mark.parametrize("name", LINES)
def test_it_is_no_longer_than_it_says(name):
    body = ast.parse(inspect.getsource(globals()[name])).body[0].body
    lines = {node.lineno for part in body for node in ast.walk(part) if isinstance(node, ast.stmt)}
    assert len(lines) <= LINES[name]


def test_sentiment_over_a_timeline(x):
    weeks = sentiment_over_a_timeline(x)
    assert len(weeks) > 5
    assert weeks.abs().sum() > 0


def test_hashtag_trends(x):
    days = hashtag_trends(x)
    assert len(days) >= 6
    assert days["weather"].sum() > 5


def test_retweet_network_for_gephi(x, tmp_path):
    edges = retweet_network_for_gephi(x, tmp_path / "retweets.gexf")
    graph = networkx.read_gexf(tmp_path / "retweets.gexf")
    assert graph.number_of_edges() == len(edges) > 30
    assert {"grace", "ada"} <= set(graph)


def test_follower_comparison(x):
    compared = follower_comparison(x)
    assert compared["grace"] > compared["luc"] > compared["both"] > 0


def test_hydrating_an_id_file(x, tmp_path):
    ids = [tweet.id for tweet in x.timeline("@mae", limit=30)]
    path = tmp_path / "ids.txt"
    path.write_text("\n".join([*ids, "20"]))
    tweets = hydrating_an_id_file(x, path)
    assert sorted(tweet.id for tweet in tweets) == sorted(ids)
    assert "20" in str(tweets.errors)
    assert Tweets.from_file(tmp_path / "ids.jsonl.gz") == tweets


@pytest.mark.filterwarnings("ignore:The conversation began:UserWarning")
@pytest.mark.filterwarnings("ignore:X finds replies:UserWarning")
def test_conversation_tree(x):
    path, tree = conversation_tree(x)
    assert len(path) == tree["depth"].max() + 1 >= 2
    assert list(tree.columns)[:3] == ["id", "parent_id", "depth"]


def test_event_time_line(x):
    hours = event_time_line(x)
    assert len(hours) >= 7 * 24
    assert hours["tweet_count"].sum() > 10


def test_keyword_panel_over_weeks(tmp_path):
    from xauth_nb.sandbox import Sandbox
    from xauth_nb.session import XSession

    with Sandbox("2026-09-16T15:00:00Z") as sb, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        x = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
        x.budget = None
        weeks = keyword_panel_over_weeks(x, sb, tmp_path / "panel")
        x.close()
    assert len(weeks) >= 3
    assert weeks.min() > 0


def test_many_accounts(x):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        medians = many_accounts(x)
    assert list(medians.index) == ["alan", "grace", "luc"]
    assert medians.loc["grace", "like_count"] > medians.loc["luc", "like_count"]


def test_geo_map(x):
    towns = geo_map(x)
    assert len(towns) > 3
    pune = towns.xs("भारत", level="country").iloc[0]
    assert 18 < pune["place_south"] < 19
    assert isinstance(towns, pd.DataFrame)
