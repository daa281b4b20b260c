"""Conversations, any list by its path, many at once, and counts: against the sandbox, with what each costs."""

from __future__ import annotations

import pytest

from xauth_nb.errors import ApiError, BudgetExceededError, UsageError
from xauth_nb.tweets import Tweet, Tweets

pytestmark = [
    pytest.mark.filterwarnings("ignore:X finds replies:UserWarning"),
    pytest.mark.filterwarnings("ignore:The conversation began:UserWarning"),
]


@pytest.fixture
def talk(reader):
    """A session today, and a conversation that it began: two replies, and one to the first of them."""
    sandbox, x = reader(None)
    begun = x.post_tweet("What is the best telescope?")
    first = x.post_tweet("A small one.", reply_to=begun)
    second = x.post_tweet("A large one.", reply_to=begun)
    third = x.post_tweet("Why small?", reply_to=first)
    return sandbox, x, (begun, first, second, third)


def ids(tweets):
    return [tweet.id for tweet in tweets]


# --- conversations --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(4))
def test_a_conversation_is_whole_whichever_of_its_tweets_is_given(talk, place):
    _, x, tweets = talk
    found = x.conversation(tweets[place].id)
    assert ids(found) == ids(reversed(tweets))
    assert found.threads()["depth"].tolist() == [0, 1, 2, 1]
    assert ids(found.path_to(tweets[3])) == [tweets[0].id, tweets[1].id, tweets[3].id]


def test_replies_are_those_to_the_tweet_alone(talk):
    _, x, (begun, first, second, third) = talk
    assert ids(x.replies_to(begun)) == [second.id, first.id]
    assert ids(x.replies_to(first.id)) == [third.id]


def test_a_conversation_whose_beginning_is_gone_still_has_its_replies(talk):
    _, x, (begun, first, second, third) = talk
    x.delete_tweet(begun)
    assert ids(x.conversation(first.id)) == ids([third, second, first])


def test_an_old_conversation_says_from_when_on_it_is_whole(world):
    _, x = world
    old = x.timeline("grace", 3200)[-1]
    with pytest.warns(UserWarning, match=r"The conversation began on .*, and X finds replies of the last 7 days only"):
        assert ids(x.conversation(old))[-1] == old.conversation_id


def test_the_replies_are_kept_in_an_archive(talk, tmp_path):
    _, x, tweets = talk
    assert len(x.conversation(tweets[0], archive=tmp_path / "talk")) == 4
    assert len(Tweets.from_archive(tmp_path / "talk")) >= 3


# --- any list -------------------------------------------------------------------------------------------------------


def test_any_list_of_tweets_is_read_as_its_verb_reads_it(world):
    _sb, x = world
    grace = x.get_user("grace")
    found = x.tweets(f"/2/users/{grace.id}/tweets", limit=130, exclude="replies")
    assert ids(found) == ids(x.timeline("grace", 130, exclude="replies"))
    assert found[0].author.username == "grace"
    assert found.provenance.query == f"/2/users/{grace.id}/tweets exclude=replies"


def test_any_list_of_accounts_is_read_page_after_page(world):
    _, x = world
    assert [one.username for one in x.users("2/users/search", query="grace")] == ["grace"]
    tweet = x.timeline("grace", 1)[0]
    assert len(x.users(f"/2/tweets/{tweet.id}/liking_users", None)) >= 1


def test_an_archive_of_any_list_goes_on_with_what_is_new(reader, tmp_path):
    _, x = reader(None)
    path = f"/2/users/{x.me().id}/tweets"
    assert len(x.tweets(path, 20, archive=tmp_path / "own")) == 20
    new = x.post_tweet("Something new for the archive")
    again = x.tweets(path, 20, archive=tmp_path / "own")
    assert again[0].id == new.id
    assert len(again) == 21


@pytest.mark.parametrize(
    ("call", "remedy"),
    [
        (lambda x: x.tweets("hello"), "/2/lists/84839422/tweets"),
        (lambda x: x.tweets("/2/users/1/tweets?max_results=5"), "by name"),
        (lambda x: x.tweets("/2/users/1/followers"), "x.users('/2/users/1/followers')"),
        (lambda x: x.users("/2/users/1/tweets"), "x.tweets('/2/users/1/tweets')"),
        (lambda x: x.users("/2/users/1/owned_lists"), "x.get("),
        (lambda x: x.tweets("/2/tweets", ids="20"), "x.get_tweets(ids)"),
        (lambda x: x.timelines("grace"), "brackets"),
        (lambda x: x.searches([]), "Pass a list"),
        (lambda x: x.searches(None), "brackets"),
        (lambda x: x.counts("data", by="week"), "by="),
        (lambda x: x.counts(" "), "search box"),
    ],
)
def test_what_cannot_be_right_is_refused_before_anything_is_sent(world, asked, call, remedy):
    sb, x = world
    sent = asked(sb, "/")
    with pytest.raises(UsageError) as caught:
        call(x)
    assert remedy in caught.value.remedy
    assert sent() == []


# --- many at once ---------------------------------------------------------------------------------------------------


def test_many_timelines_name_who_is_gone_and_ask_for_all_names_at_once(world, asked):
    sb, x = world
    sent = asked(sb)
    gathered = x.timelines(["grace", "@luc", "nobody_here", x.user, "GRACE"], 10)
    assert {name: len(tweets) for name, tweets in gathered.items()} == {"@grace": 10, "@luc": 10, "@ada": 10}
    assert [error.value for error in gathered.errors] == ["nobody_here"]
    assert gathered.is_complete
    assert [one.path for one in sent()].count("/2/users/by") == 1
    frame = gathered.to_pandas()
    assert frame.columns[0] == "query"
    assert frame["query"].value_counts().to_dict() == {"@grace": 10, "@luc": 10, "@ada": 10}
    assert ids(gathered["@grace"]) == ids(x.timeline("grace", 10))
    assert len(gathered.tweets) == 30


def test_a_tweet_that_two_queries_find_is_there_once_and_under_both(world):
    _, x = world
    gathered = x.searches(["from:grace", "from:grace -is:retweet"], 15)
    once = {tweet.id for tweets in gathered.values() for tweet in tweets}
    assert len(gathered.tweets) == len(once)
    assert gathered.to_polars()["query"].to_list().count("from:grace") == len(gathered["from:grace"])


def test_many_archives_are_one(world, tmp_path):
    _, x = world
    gathered = x.timelines(["grace", "luc"], 10, archive=tmp_path / "all")
    assert set(ids(Tweets.from_archive(tmp_path / "all"))) == set(ids(gathered.tweets))


def test_a_budget_that_ends_the_second_keeps_the_first(world):
    _, x = world
    x.budget = x.costs.total + 0.06
    with pytest.raises(BudgetExceededError) as caught:
        x.searches(["from:grace", "data"], 10)
    assert {tweet.author.username for tweet in caught.value.partial} == {"grace"}


# --- counts, and all tweets -----------------------------------------------------------------------------------------


def test_a_count_is_what_a_search_finds(world):
    _sb, x = world
    counted = x.counts("from:grace")
    assert counted.total == len(x.search("from:grace", None))
    assert counted.price == pytest.approx(counted.total * 0.005)
    assert "from:grace" in repr(counted)
    frame = counted.to_pandas()
    assert frame["tweet_count"].sum() == counted.total
    assert counted.to_polars().columns == list(frame.columns) == ["start", "end", "tweet_count"]
    assert counted.plot_counts().alt_text.startswith(f"Bars of {counted.total} tweets by day")
    assert sum(period.tweets for period in x.counts("from:grace", by="hour")) == counted.total


def test_all_tweets_are_found_and_counted_by_the_apps_own_token(world):
    sb, x = world
    found = x.search("from:grace", None, everything=True)
    assert ids(found) == [str(one) for one in sb.world.ids(sb.world.named("grace").id)]
    oldest = found[-1].created_at
    assert x.counts("from:grace", everything=True, since=oldest).total == len(found)
    assert len(x.searches(["from:grace"], 20, everything=True).tweets) == 20


def test_a_count_costs_what_the_list_says(world):
    _, x = world
    before = x.costs.total
    x.counts("from:grace")
    assert x.costs.total - before == pytest.approx(0.005)
    x.budget = x.costs.total
    with pytest.raises(BudgetExceededError):
        x.counts("from:grace")


# --- searches that find nothing -------------------------------------------------------------------------------------


def test_an_empty_search_says_how_far_it_reached(world):
    _, x = world
    reach = "X found nothing from 9 Sep 2026, .* UTC to 16 Sep 2026, .* UTC, which is as far as this search reached"
    with pytest.warns(UserWarning, match=reach):
        assert len(x.search("zzyzx")) == 0


def test_until_before_the_seven_days_says_why_it_is_empty_and_asks_for_nothing(world, asked):
    sb, x = world
    sent = asked(sb)
    with pytest.warns(UserWarning, match="lies before the last 7 days, and X searches no others"):
        assert len(x.search("data", until="2026-01-01")) == 0
    assert sent() == []


def test_what_x_refuses_is_told_in_its_words(world):
    _, x = world
    with pytest.raises(ApiError, match="invalid operator"):
        x.counts("nonsense:yes")


def test_a_tweet_on_two_pages_counts_once(world, monkeypatch):
    _, x = world
    from xauth_nb.reading.source import Answer, Source

    pages = [Tweets([Tweet(id="3"), Tweet(id="2")], next_token="a"), Tweets([Tweet(id="2"), Tweet(id="1")])]
    left = iter(pages)
    monkeypatch.setattr(Source, "fetch", lambda self, listing, more: Answer(next(left), None, None))
    assert ids(x.home(3)) == ["3", "2", "1"]
