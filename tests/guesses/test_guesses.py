"""125 first guesses, from tweepy, twarc, pandas and X's own words: each works, or its error leads on in one line."""

from __future__ import annotations

import re

import pytest

import xauth_nb
from xauth_nb.costs import Costs
from xauth_nb.errors import UsageError
from xauth_nb.guesses.arguments import ARGUMENTS
from xauth_nb.guesses.table import NAMES
from xauth_nb.ledger import Ledger
from xauth_nb.posting import Draft
from xauth_nb.sandbox import Sandbox
from xauth_nb.sandbox.clock import Clock
from xauth_nb.session import XSession
from xauth_nb.tweets import Tweet, Tweets, User, Users
from xauth_nb.tweets.archive.opened import Opened
from xauth_nb.wire.limits import Limits

CLASSES = {
    "Draft": Draft,
    "XSession": XSession,
    "Tweet": Tweet,
    "User": User,
    "Tweets": Tweets,
    "Users": Users,
    "Costs": Costs,
    "Ledger": Ledger,
    "Limits": Limits,
    "Opened": Opened,
    "Sandbox": Sandbox,
    "Clock": Clock,
    "xauth_nb": xauth_nb,
}

GUESSES = """
x.search_recent_tweets("data")
x.search_tweets(q="data")
x.search("data", max_results=10)
x.search("data", count=10)
x.search(q="data")
x.search("data", lang="en")
x.search("data", start_time="2026-09-14")
x.search("data", 10)
x.search("data", limit=None)
x.search("data", since="2026-09-14", limit=10)
x.search_all_tweets("data")
x.search("data", everything=True, limit=10)
x.user_timeline("grace")
x.get_users_tweets("grace")
x.timeline("grace", count=10)
x.timeline("grace", max_results=10)
x.timeline(screen_name="grace")
x.timeline(user="grace", limit=10)
x.timeline("grace", since_id="20")
x.timeline("grace", start_time="2026-09-01")
x.timeline("grace", 10, exclude="retweets")
x.timeline("grace", include_rts=False)
x.timeline("grace", tweet_mode="extended")
x.timeline("grace", 10).to_pandas()
x.home_timeline()
x.home(10)
x.mentions_timeline()
x.mentions(limit=10)
x.create_tweet(text="hi")
x.tweet("hi")
x.update_status("hi")
x.post("hi")
x.post_tweet("hello")
x.post_tweet(status="hello")
x.post_tweet("hello again", in_reply_to_status_id=tweet.id)
x.post_tweet("a chart", media=tweets.plot_activity())
x.post_tweet("a picture", media_ids=["1"])
x.post_tweet("a picture", filename="plot.png")
x.reply("hi", tweet)
x.destroy_status("20")
x.get_status(tweet.id)
x.get_tweet(tweet.id)
x.get_tweet(tweet)
x.get_tweet(tweet.url)
x.get_tweet(float(tweet.id))
x.get_tweets([tweet.id])
x.get_tweets([1.4e18])
x.lookup_statuses(["20"])
x.hydrate(["20"])
x.get_user("grace")
x.get_user(screen_name="grace")
x.get_user(username="grace")
x.get_users(["grace", "ada"])
x.lookup_users(["grace"])
x.get_me()
x.me()
x.get_followers("grace")
x.followers("grace", 5)
x.followers("grace", count=5)
x.get_friends("grace")
x.following("grace", 5)
x.create_favorite("20")
x.like(tweet)
x.favorites("grace")
x.likes("grace", 5)
x.retweet(tweet.id)
x.repost(tweet)
x.get_retweeters(tweet.id)
x.get_liking_users(tweet.id)
x.get_quote_tweets(tweet.id)
x.replies(tweet)
x.replies_to(tweet)
x.get_conversation(tweet.id)
x.conversation(tweet)
x.get_recent_tweets_count("data")
x.counts("data")
x.counts("data", granularity="hour")
x.media_upload("plot.png")
x.upload_media("plot.png")
x.rate_limit_status()
x.limits
x.costs
x.trends()
x.filter("data")
x.Paginator(1)
x.user_timelines(["grace"])
x.timelines(["grace", "luc"], 5)
x.searches(["data", "from:ada"], 10)
x.users("/2/users/search", 5, query="grace")
tweet.user
tweet.author.username
tweet.user.screen_name
tweet.screen_name
tweet.likes
tweet.like_count
tweet.public_metrics.like_count
tweet.retweet_count
tweet.favorite_count
tweet.full_text
tweet.content
tweet.date
tweet.created_at
tweet.id_str
tweet.is_retweet
tweet.permalink
tweet._json
tweet.full_txt
user.followers_count
user.screen_name
user.username
user.bio
user.followers()
tweets.df
tweets.to_df()
tweets.to_pandas()
tweets.save("t.csv")
tweets.to_dict()
tweets.head()
tweets.data
tweets.texts
tweets.get(42)
tweets.get(tweet.url)
tweets.hashtags
tweets.plot()
tweets.wordcloud()
tweets.words()
tweets.graph()
tweets.edges("mentions")
tweets.without_retweets()
tweets.clean_text()
tweets.drop_duplicates()
tweets.sort_values("likes")
users.df
users.names
tweets[:5]
tweets.unique()
tweets.filter(lambda t: t.lang == "en")
tweets.plot_activity()
tweets.to_polars()
x.bookmarks(5)
x.quotes_of(tweet)
"""

FRESH = """
tweet.retweeted_by
tweet.quoted_by
tweet.url_list
tweet.createdAt
tweet.likeCount
tweet.viewCount
tweet.renderedContent
tweet.quotedTweet
tweet.retweetedTweet
tweet.inReplyToUser
tweet.mentionedUsers
tweet.cashtag
tweet.conversationId
tweet.sourceLabel
tweet.is_quote_status
tweet.truncated
tweet.entities
tweet["text"]
tweet.get("text")
tweet.items()
tweet.keys()
tweet.open()
tweet.engagement
tweet.poll_options
tweet.edits
user.tweetsCount
user.followersCount
user.friendsCount
user.displayname
user.pinned_tweet
user.protected
user.verified_type
user["username"]
user.get("name")
user.get_followers()
user.homepage
user.entities
tweets.count()
tweets.mean()
tweets.likes.sum()
tweets["text"]
tweets.to_parquet()
tweets.to_csv()
tweets.to_excel("a.xlsx")
tweets.to_feather("a")
tweets.plot_timeline()
tweets.plot_hashtags()
tweets.hist()
tweets.network()
tweets.to_gexf("a.gexf")
tweets.to_graph()
tweets.resample("D")
tweets.set_index("id")
tweets.plot_words(n=5)
tweets.plot_activity(freq="hour")
tweets.edges("retweet")
tweets.edges(kind="mention")
tweets.entities("hashtag")
tweets.to_list()
tweets.reverse()
tweets.sort(key=len)
tweets.map(len)
tweets.flatten()
tweets.to_networkx("retweet")
tweets.sentiment()
users.to_df()
users.usernames
users.ids
users.head()
users["grace"]
users.followers_count
x.search(["a","b"])
x.search()
x.search("")
x.get_user(42)
x.get_user()
x.followers()
x.following()
x.timeline()
x.timeline(["grace","ada"], 5)
x.timelines("grace")
x.searches("data")
x.counts(["a","b"])
x.get_users("grace,ada")
x.get_tweets("20,21")
x.get_tweet("not an id")
x.search("data", limit="10")
x.search("data", limit=-1)
x.search("data", since="yesterday")
x.search("data", since="last week")
x.timeline("no_such_user_123")
x.on_status
x.client
x.api
x.verify_credentials()
x.tweets_lookup(["20"])
x.get_place_trends(1)
x.search_geo("Lisbon")
x.geo_search("Lisbon")
x.set_bearer_token("x")
x.followers_count
x.get_all_tweets("grace")
x.search_30("data")
x.update_profile(name="x")
x.hashtag("python")
x.get_retweets_of_me()
x.reposts_of_me()
x.users("grace")
x.tweets("grace")
x.export("a.csv")
x.save("a.csv")
x.refresh()
x.close_session()
draft.send()
draft.text
draft.preview()
draft.cost
draft.length
draft.publish()
draft.show()
x.conversation()
x.conversation("not an id")
x.edges()
x.snscrape("data")
x.get_timelines(["grace"])
x.lookup_users(screen_name="grace")
x.search_users("grace")
x.get_tweets_from_file("ids.txt")
x.hydrate_ids("ids.txt")
x.dehydrate()
"""


AROUND = """
x.stream("data")
x.filter_stream("data")
x.get_posts("grace")
x.search_tweet("data", "Latest")
x.get_trends("trending")
x.send_message("grace", "hi")
x.download_media(tweet)
x.retweet_post(tweet.id)
x.get_friendship("grace")
x.tweet_count("data")
x.user_id
x.is_authenticated
x.open_archive("data")
x.from_file("t.jsonl")
x.search("data", tweets=10)
x.search("data", near="Lisbon")
x.search(hashtag="#data")
x.budget_left
x.costs.total
x.costs.spent
x.costs.today
x.costs.reset()
x.ledger.last
x.ledger.entries
x.ledger.to_pandas()
x.ledger.clear()
x.limits.search
tweet.has_media
tweet.is_original
tweet.html
tweet.save("x")
tweet.get_replies()
tweets.by_author("grace")
tweets.group_by("author")
tweets.most_liked
tweets.contains("x")
tweets.get_hashtags()
tweets.wordcount()
tweets.user_network()
tweets.to_xlsx("x")
tweets.summary()
tweets.between("2026-01-01", "2026-02-01")
user.num_followers
user.age
users.most_followed
draft.confirm()
draft.cancel()
draft.word_count
sb.session()
sb.login("ada")
sb.user("ada")
sb.users
sb.url
sb.advance(days=1)
sb.reset()
sb.tweet("hi")
sb.clock.forward(days=1)
sb.clock.set("2026-10-01")
archive.tweets
archive.append(tweets)
archive.load()
archive.update()
archive.df
xauth_nb.Client
xauth_nb.API
xauth_nb.OAuthHandler
xauth_nb.authenticate
xauth_nb.search("x")
xauth_nb.Archive
xauth_nb.from_file("x")
xauth_nb.users
xauth_nb.use_sandbox()
xauth_nb.login(username="ada")
xauth_nb.login(api_key="a", api_secret="b")
xauth_nb.login(access_token="a", access_token_secret="b")
xauth_nb.login(bearer_token="a")
xauth_nb.login(sandbox=True)
xauth_nb.login(port=8080)
xauth_nb.login(headless=True)
xauth_nb.login(scopes=["read"])
xauth_nb.login(force=True)
xauth_nb.Sandbox(seed=1)
xauth_nb.Sandbox(date="2026-01-01")
"""
"""At what stands around tweets: the package itself, login(), costs, ledger, limits, archives and the sandbox."""


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    from matplotlib.figure import Figure

    folder = tmp_path_factory.mktemp("guesses")
    Figure(figsize=(1, 1)).savefig(folder / "plot.png")
    with (
        Sandbox("2026-09-16T15:00:00Z", premium={"ada"}) as sb,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.chdir(folder)
        patch.setenv("XAUTH_NB_HOME", str(folder / "home"))
        x = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
        x.budget = None
        x.me()
        tweets = x.timeline("grace", 20, archive="kept")
        yield {
            "xauth_nb": xauth_nb,
            "sb": sb,
            "archive": Tweets.open_archive("kept"),
            "x": x,
            "tweets": tweets,
            "tweet": tweets[0],
            "user": x.user,
            "users": x.get_users(["grace"]),
            "draft": x.compose("hi"),
        }
        x.close()


def outcome(guess, names):
    try:
        eval(guess, {}, dict(names))
    except (AttributeError, TypeError) as error:  # Python's own words, and then a sentence of ours, on one line
        said = str(error)
        return (
            "leads"
            if re.search(
                r"((attribute|argument:?) '\w+'|not subscriptable|not callable|not by '\w+')\. [A-Zw].*\S", said
            )
            and "\n" not in said
            else f"blind: {said}"
        )
    except KeyError as error:
        return "leads" if "its @: users['@ada']" in str(error) else f"blind: {error!r}"
    except Exception as error:
        return "leads" if getattr(error, "remedy", "") else f"blind: {error!r}"
    return "works"


@pytest.mark.filterwarnings("ignore:X found nothing:UserWarning")
@pytest.mark.filterwarnings("ignore:X finds replies:UserWarning")
@pytest.mark.filterwarnings("ignore:The conversation began:UserWarning")
def test_of_125_guesses_none_ends_blind_and_45_work(names):
    guesses = GUESSES.strip().splitlines()
    assert len(guesses) >= 125
    found = {guess: outcome(guess, names) for guess in guesses}
    assert [f"{guess}: {end}" for guess, end in found.items() if end.startswith("blind")] == []
    assert sum(end == "works" for end in found.values()) >= 45


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("guesses", [FRESH, AROUND])
def test_fresh_guesses_do_not_end_blind_either(names, guesses):
    found = {guess: outcome(guess, names) for guess in guesses.strip().splitlines()}
    assert [f"{guess}: {end}" for guess, end in found.items() if end.startswith("blind")] == []


def test_names_in_camel_case_lead_where_those_of_python_do(names):
    with pytest.raises(AttributeError, match=r"Take tweet\.public_metrics\.like_count"):
        getattr(names["tweet"], "likeCount")  # noqa: B009 - as a person would write it
    with pytest.raises(AttributeError, match="Did you mean: 'created_at'"):
        getattr(names["tweet"], "createdAt")  # noqa: B009 - the same


@pytest.mark.parametrize("kind", CLASSES)
def test_a_hint_is_for_what_is_not_there_and_names_what_is(kind):
    assert [name for name in NAMES[kind] if hasattr(CLASSES[kind], name)] == []
    of = {
        "draft": Draft,
        "x": XSession,
        "tweet": Tweet,
        "user": User,
        "tweets": Tweets,
        "users": Users,
        "Tweets": Tweets,
        "archive": Opened,
        "sb": Sandbox,
        "xauth_nb": xauth_nb,
    }
    for name, hint in NAMES[kind].items():
        for variable, called in re.findall(
            r"(?<!\.)\b(draft|x|tweet|user|tweets|users|Tweets|archive|sb|xauth_nb)\.([A-Za-z]\w*)",
            hint.replace("x.com", ""),
        ):
            own = {
                "id",
                "text",
                "metrics",
                "auth",
                "limits",
                "costs",
                "patience",
                *("weighted_length", "text"),  # of a draft
                *("count", "client", "ledger", "budget"),
                *getattr(Tweet, "__struct_fields__", ()),
            }
            is_there = hasattr(of[variable], called) or called in own or called in User.__struct_fields__
            assert is_there, (name, hint, called)


def test_what_is_not_there_is_not_there_for_programs_either(names):
    for owner, name in ((names["x"], "search_tweets"), (names["tweet"], "user"), (names["tweets"], "df")):
        assert not hasattr(owner, name)
        assert getattr(owner, name, "none") == "none"
        with pytest.raises(AttributeError) as caught:
            getattr(owner, name)
        assert caught.value.name == name
        assert "\n" not in str(caught.value)


def test_a_wrong_argument_names_the_session_and_the_right_one(names):
    with pytest.raises(TypeError, match=r"^XSession\.timeline\(\) got .*'max_results'. Use limit=") as caught:
        names["x"].timeline("grace", max_results=10)
    assert "Timelines" not in str(caught.value)
    with pytest.raises(TypeError, match=r"^Tweets\.plot_words\(\)"):
        names["tweets"].plot_words(many=3)


def test_an_error_from_within_is_left_as_it_is(names):
    with pytest.raises(TypeError) as caught:
        names["tweets"].filter(lambda: True)
    assert "Tweets.filter" not in str(caught.value)


def test_every_argument_that_is_hinted_at_is_one_of_some_call():
    from inspect import signature

    taken = {
        name
        for cls in CLASSES.values()
        for method in vars(cls).values()
        if callable(method) and not isinstance(method, type)
        for name in signature(method).parameters
    }
    targets = {target for hints in ARGUMENTS.values() for target, _ in hints if target}
    assert targets - taken == set()


@pytest.mark.parametrize("row", [1.445880548472328e18, float("nan"), 20.5])
def test_a_float_is_no_id_and_the_row_is_named(names, row):
    with pytest.raises(UsageError, match=r"Row 1 of ids \(the first is 0\)"):
        names["x"].get_tweets(["20", row])


def test_raw_post_without_a_path_says_what_it_is_for(names):
    with pytest.raises(UsageError, match="neither a path nor an address") as caught:
        names["x"].post("hi")
    assert "x.post_tweet(text)" in caught.value.remedy


def test_an_import_of_what_is_not_there_leads_as_well(names):
    with pytest.raises(ImportError, match=r"'Client' from 'xauth_nb'\. Use x = xauth_nb\.login\(\)"):
        exec("from xauth_nb import Client", {})
    assert not hasattr(xauth_nb, "Client")
    with pytest.raises(ImportError, match="'nothing_known'"):
        exec("from xauth_nb import nothing_known", {})


def test_a_secret_that_login_does_not_take_is_in_no_frame():
    with pytest.raises(TypeError) as caught:
        xauth_nb.login(api_secret="topsecret" * 2)
    frames = [entry.frame for entry in caught.traceback[1:]]
    assert not any("topsecret" in repr(dict(frame.f_locals)) for frame in frames)


def test_a_switch_that_requests_reads_stays_one(names):
    x = names["x"]
    assert not x.stream
    assert repr(x.stream) == "False"
    x.stream = True
    assert x.stream
    x.stream = False
    assert x.me().username == "ada"
