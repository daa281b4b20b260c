"""Conversations as trees: depth, parents, the way to a tweet, and how they are drawn."""

import pickle
import re

from xauth_nb.tweets import Tweet, Tweets, parse_tweets
from xauth_nb.tweets.analysis.threads import tree_of
from xauth_nb.tweets.records import Reference


def answer(id, to=None):
    references = (Reference(type="replied_to", id=to),) if to else None
    return Tweet(id=id, text=f"tweet {id}", username="ada", referenced_tweets=references)


#   1 ─ 2 ─ 4
#     └ 3 ─ 5 ─ 6      8 answers what is not here
TALK = Tweets(
    [
        answer("8", "7"),
        answer("6", "5"),
        answer("5", "3"),
        answer("4", "2"),
        answer("3", "1"),
        answer("2", "1"),
        answer("1"),
    ]
)


def test_a_tree_is_in_the_order_in_which_it_is_read():
    found = [(branch.tweet.id, branch.parent, branch.depth, branch.replies) for branch in tree_of(TALK)]
    assert found == [
        ("1", None, 0, 2),
        ("2", "1", 1, 1),
        ("4", "2", 2, 0),
        ("3", "1", 1, 1),
        ("5", "3", 2, 1),
        ("6", "5", 3, 0),
        ("8", "7", 0, 0),
    ]


def test_the_frames_tell_parents_and_depths():
    frame = TALK.threads()
    assert frame["depth"].tolist() == [0, 1, 2, 1, 2, 3, 0]
    assert frame["parent_id"].tolist()[1:3] == ["1", "2"]
    assert TALK.threads(library="polars")["replies"].to_list() == [2, 1, 0, 1, 1, 0, 0]


def test_the_way_to_a_tweet():
    assert [one.id for one in TALK.path_to("6")] == ["1", "3", "5", "6"]
    assert [one.id for one in TALK.path_to("https://x.com/ada/status/8")] == ["8"]
    assert len(TALK.path_to("99")) == 0


def test_what_claims_to_answer_each_other_leads_in_no_circle():
    circle = Tweets([answer("1", "2"), answer("2", "1")])
    assert [branch.depth for branch in tree_of(circle)] == [0, 1]
    assert len(circle.path_to("2")) == 2


def test_a_fork_is_moved_in_and_a_long_thread_is_not(inspect_html):
    html = TALK.show(thread=True)._repr_html_()
    inspect_html(html)
    assert len(re.findall("margin-left:26px", html)) == 5
    text = str(TALK.show(thread=True))
    assert "\n    @ada" in text
    line = Tweets([answer(str(at), str(at - 1) if at > 1 else None) for at in range(1, 9)])
    assert "margin-left:26px" not in line.show(thread=True)._repr_html_()


def test_one_tweet_is_pickled_without_its_page(body):
    page = parse_tweets(body("timeline"))
    several = Tweets([*page, *page.filter(lambda one: False)])
    one = pickle.loads(pickle.dumps(page[0]))
    assert one == page[0]
    assert one.author == page[0].author
    assert set(one._joined.users) < set(page[0]._joined.users)
    assert len(pickle.dumps(page[0])) < len(pickle.dumps(page))
    back = pickle.loads(pickle.dumps(several))
    assert back == several
    assert [tweet.author for tweet in back] == [tweet.author for tweet in several]
    assert len({id(tweet._joined) for tweet in back}) == 1
    assert (back.next_token, back.errors, back.provenance) == (several.next_token, several.errors, several.provenance)
