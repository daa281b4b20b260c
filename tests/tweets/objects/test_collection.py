from dataclasses import replace

import pytest

from xauth_nb.errors import UsageError
from xauth_nb.tweets import Provenance, Tweet, Tweets, User, Users, parse_tweets
from xauth_nb.tweets.records import Problem


def ids(tweets):
    return [tweet.id for tweet in tweets]


def test_slices_sums_and_sorting_keep_kind_errors_and_provenance(timeline):
    for part in (timeline[:2], timeline[::-1], timeline.sorted(), timeline.unique(), timeline.filter(bool)):
        assert type(part) is Tweets
        assert part.provenance == replace(timeline.provenance, cost=part.provenance.cost)
        assert part.errors == timeline.errors
    assert timeline[:2][1].author is timeline[1].author
    assert ids(timeline.sorted(reverse=True)) == ids(timeline)
    with pytest.raises(IndexError):
        timeline[7]


def test_sorting_by_id_is_numeric():
    assert ids(Tweets([Tweet(id="10"), Tweet(id="9"), Tweet(id="100")]).sorted()) == ["9", "10", "100"]


def test_concatenation_adds_up_where_it_came_from():
    first = Tweets(
        [Tweet(id="2"), Tweet(id="1")],
        next_token="a",
        errors=[Problem(title="x")],
        provenance=Provenance(path="/2/a", query="q", pages=1, cost=0.5),
    )
    second = Tweets([Tweet(id="1")], provenance=Provenance(path="/2/a", query="r", pages=2, cost=0.25))
    both = first + second
    assert ids(both) == ["2", "1", "1"]
    assert both.provenance == Provenance(path="/2/a", query="q + r", pages=3, cost=0.75)
    assert (both.next_token, len(both.errors)) == (None, 1)
    assert ids(both.unique()) == ["2", "1"]
    given = Provenance(path="/2/b")
    assert Tweets.concatenate([first, second], provenance=given).provenance is given
    assert len(Tweets.concatenate([])) == 0
    assert Tweets.concatenate([]).provenance is None


def test_a_part_does_not_say_the_price_of_the_whole(timeline):
    for part in (timeline[:2], timeline.filter(lambda tweet: tweet.media), timeline[:0]):
        assert len(part) < len(timeline)
        assert part.provenance.cost is None
        assert "$" not in repr(part) + part._repr_html_() + str(part)
    for whole in (timeline[:], timeline[::-1], timeline.sorted(), timeline.unique(), (timeline + timeline).unique()):
        assert whole.provenance.cost == timeline.provenance.cost
    assert "5 of 7 tweets · @ada · about $0.045" in str(timeline.show(limit=5))


def test_parts_of_one_reading_add_up_to_no_more_than_it(timeline):
    assert (timeline[:2] + timeline[2:4]).provenance == replace(timeline.provenance, cost=None)
    assert (timeline + timeline).provenance == timeline.provenance


def test_a_sum_whose_price_is_known_in_part_has_none():
    bought = Tweets([Tweet(id="2")], provenance=Provenance(query="a", cost=0.5))
    assert (bought + Tweets([Tweet(id="1")], provenance=Provenance(query="b"))).provenance.cost is None


def test_a_collection_is_a_sequence_that_compares_by_its_items(timeline, body):
    assert timeline == parse_tweets(body("timeline"))
    assert timeline != timeline[:2]
    assert timeline[0] in timeline
    assert timeline.index(timeline[3]) == 3
    assert hash(timeline) == hash(timeline[:])


def test_what_came_along_is_found_by_id(timeline):
    assert timeline.users["2244994945"].username == "ada"
    assert set(timeline.media) == {"3_1", "7_2", "13_3"}
    assert len(timeline.polls) == 1
    assert set(timeline.referenced) == {"1840000000000000002", "1840000000000000003"}
    assert timeline.get("1840000000000000009") is timeline[1]
    assert timeline.get("0") is None


def test_a_user_who_is_not_there_is_told_by_what_was_asked():
    users = Users([User(id="7", username="ada")])
    assert users["7"] is users["@Ada"] is users[0]
    with pytest.raises(KeyError, match="none of these has this id; a name is looked up with its @"):
        users["ada"]
    with pytest.raises(KeyError, match=r'none of these has this name"$'):
        users["@grace"]


def test_the_repr_says_how_many_from_where_and_at_what_cost(timeline):
    assert repr(timeline) == ("<Tweets: 7 tweets · @ada · about $0.045 · 1 not given: Authorization Error>")
    assert repr(Tweets()) == "<Tweets: 0 tweets>"
    assert repr(Users([User(id="1")])) == "<Users: 1>"


@pytest.mark.parametrize("choice", [{"limit": 0}, {"limit": -3}, {"table": True, "thread": True}])
def test_a_choice_that_shows_nothing_is_refused_in_words(timeline, choice):
    with pytest.raises(UsageError, match=r"Pass "):
        timeline.show(**choice)


def test_a_provenance_is_plain_values_for_a_frame(provenance):
    assert provenance.as_dict() == {
        "path": "/2/users/:id/tweets",
        "query": "@ada",
        "account": "@grace",
        "when": "2026-03-04T19:00:00+00:00",
        "pages": 1,
        "cost": 0.045,
        "is_complete": True,
    }
