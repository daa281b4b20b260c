"""Lists that X gives by token alone, and look-ups, kept in an archive: resumed, caught up, refreshed."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from xauth_nb.errors import BudgetExceededError, UsageError
from xauth_nb.session import XSession
from xauth_nb.tweets import Tweets, Users
from xauth_nb.tweets.frames.columns import SCHEMA


def ids(records):
    return [record.id for record in records]


def stop_after(x, pages, path):
    seen = []

    def hook(response, **_):
        if path in response.url:
            seen.append(response)
            if len(seen) > pages:
                raise KeyboardInterrupt

    x.hooks["response"] = [hook]


@pytest.fixture
def sb_x(world):
    return world


@pytest.fixture
def popular(sb_x):
    _, x = sb_x
    return max(x.timeline("@grace", 100), key=lambda tweet: tweet.public_metrics.retweet_count)


LISTS = {
    "likes": lambda x, tweet, n, **how: x.likes("@grace", n, **how),
    "bookmarks": lambda x, tweet, n, **how: x.bookmarks(n, **how),
    "quotes_of": lambda x, tweet, n, **how: x.quotes_of(tweet, n, **how),
    "reposters_of": lambda x, tweet, n, **how: x.reposters_of(tweet, n, **how),
    "followers": lambda x, tweet, n, **how: x.followers("@grace", n, **how),
    "following": lambda x, tweet, n, **how: x.following("@ada", n, **how),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_kept_list_is_the_plain_one_and_costs_nothing_again(sb_x, popular, folder, name):
    _, x = sb_x
    read = LISTS[name]
    plain = read(x, popular, 40)
    kept = read(x, popular, 40, archive=folder)
    assert ids(kept) == ids(plain)
    assert kept.is_complete
    assert ids(read(x, popular, 40, archive=folder)) == ids(plain)
    again = type(plain).from_archive(folder)
    assert (ids(again), again.is_complete) == (ids(plain), True)
    assert list(read(x, popular, 40, archive=folder, new_only=True)) == []
    if plain:
        assert type(plain).open_archive(folder).to_pandas(columns=["id"])["id"].nunique() == len(plain)


def test_a_larger_limit_reads_further_by_the_token_and_asks_for_no_more(sb_x, asked, folder):
    sb, x = sb_x
    plain = ids(x.likes("@grace", 45))
    x.likes("@grace", 20, archive=folder)
    calls = asked(sb, "/2/users")
    found = x.likes("@grace", 45, archive=folder)
    assert ids(found) == plain
    assert found.is_complete
    assert any("pagination_token" in str(call) for call in calls()) or len(calls()) == 3


@pytest.mark.parametrize("pages", [1, 2])
def test_a_list_that_was_stopped_goes_on_and_takes_up_what_is_new(sb_x, folder, pages):
    _, x = sb_x
    plain = ids(x.likes("@ada", 30))
    before = x.likes("@ada", 12, archive=folder)
    assert ids(before) == plain[:12]
    fresh = [tweet for tweet in x.timeline("@stationbot", 60) if tweet.id not in plain][:25]
    for tweet in fresh:
        x.like(tweet)
    stop_after(x, pages, "liked_tweets")
    part = x.likes("@ada", 50, archive=folder)
    x.hooks["response"] = []
    assert not part.is_complete
    assert not Tweets.from_archive(folder).is_complete
    assert Tweets.open_archive(folder).gaps
    whole = x.likes("@ada", 50, archive=folder)
    assert ids(whole) == ids(x.likes("@ada", 50))
    assert whole.is_complete


def test_get_tweets_asks_for_nothing_twice_not_even_for_what_x_does_not_give(sb_x, asked, folder):
    sb, x = sb_x
    wanted = ids(x.timeline("@grace", 150))
    mixed = [*wanted, "20", "21"]
    stop_after(x, 1, "/2/tweets?")
    assert not x.get_tweets(mixed, archive=folder / "a").is_complete
    x.hooks["response"] = []
    found = x.get_tweets(mixed, archive=folder / "a")
    assert ids(found) == wanted
    assert found.is_complete
    calls = asked(sb, "/2/tweets")
    assert ids(x.get_tweets(mixed, archive=folder / "a")) == wanted
    assert calls() == []
    opened = Tweets.open_archive(folder / "a")
    assert set(opened.unavailable) == {"20", "21"}
    assert sorted(opened.ids) == sorted(wanted)


def test_ids_come_from_files_and_columns(sb_x, folder):
    _, x = sb_x
    wanted = ids(x.timeline("@grace", 12))
    frame = pd.DataFrame({"n": range(12), "tweet_id": wanted})
    frame.to_csv(folder / "a.csv", index=False)
    frame.to_csv(folder / "a.csv.gz", index=False)
    (folder / "a.txt").write_text("\n".join(wanted) + "\n\n")
    (folder / "a.txt.gz").write_bytes(gzip.compress("\n".join(wanted).encode()))
    (folder / "plain.csv").write_text("\n".join(wanted))
    for given in (
        *(folder / name for name in ("a.csv", "a.csv.gz", "a.txt", "a.txt.gz", "plain.csv")),
        str(folder / "a.txt"),
        frame["tweet_id"],
        np.array([int(one) for one in wanted]),
    ):
        assert ids(x.get_tweets(given)) == wanted
    assert ids(x.get_tweets(folder / "a.csv", column="tweet_id")) == wanted
    opened = x.get_tweets(folder / "a.txt", archive=folder / "kept") and Tweets.open_archive(folder / "kept")
    assert ids(x.get_tweets(opened.write_ids(folder / "shared.txt.gz"))) == sorted(wanted, key=int, reverse=True)
    (folder / "names.txt").write_text("@grace\nada\n")
    assert [user.username for user in x.get_users(folder / "names.txt", archive=folder / "u")] == ["grace", "ada"]
    assert [user.username for user in Users.from_archive(folder / "u")] == ["grace", "ada"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id\n1445880548472328192\n1.4458805484723282e+18\n", "Row 3"),
        (b"id\n1445880548472328192.0\n", "Row 2"),
        (b"name,text\na,b\n", "no column id or tweet_id"),
        (b"", "has no ids"),
        (b"id\n\xff\xfe\x00\n", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_right_is_told_before_anything_is_asked(sb_x, folder, content, words):
    sb, x = sb_x
    (folder / "a.csv").write_bytes(content)
    before = len(sb.requests)
    with pytest.raises(UsageError, match=words):
        x.get_tweets(folder / "a.csv")
    with pytest.raises(UsageError, match="cannot be read"):
        x.get_tweets(folder / "none.csv")
    (folder / "half.csv.gz").write_bytes(gzip.compress(b"id\n" + b"1445880548472328192\n" * 99)[:40])
    with pytest.raises(UsageError, match="cannot be read"):
        x.get_tweets(folder / "half.csv.gz")
    assert len(sb.requests) == before


def test_what_was_paid_for_today_fits_into_a_spent_budget(sb_x, folder):
    _, x = sb_x
    wanted = ids(x.timeline("@grace", 100))
    x.budget = x.costs.total
    assert ids(x.get_tweets(wanted)) == wanted
    with pytest.raises(BudgetExceededError):
        x.get_tweets([*wanted[:3], "20"])


def test_a_budget_that_runs_out_is_gone_on_from(sb_x, folder):
    _, x = sb_x
    plain = ids(x.timeline("@grace", 250))
    x.budget = x.costs.total
    with pytest.raises(BudgetExceededError):
        x.likes("@grace", 40, archive=folder / "none")
    x.budget = None
    assert ids(x.timeline("@grace", 250, archive=folder / "a")) == plain


def test_a_refresh_counts_anew_and_marks_what_is_gone(sb_x, folder):
    _, x = sb_x
    mine = [x.post_tweet(f"number {n}") for n in range(4)]
    x.timeline(limit=4, archive=folder)
    x.delete_tweet(mine[0])
    x.like(mine[1])
    told = x.refresh(folder)
    assert set(told.unavailable) == {mine[0].id}
    assert told.updated == 3
    assert told.cost == 0 or told.cost <= 0.015
    frame = Tweets.open_archive(folder).to_pandas().set_index("id")
    assert sorted(frame.index) == sorted(ids(mine))
    assert frame["unavailable"].notna().sum() == 1
    assert frame.loc[mine[0].id, "unavailable"] == told.unavailable[mine[0].id]
    assert frame.loc[mine[1].id, "like_count"] == 1
    again = Tweets.from_archive(folder)
    assert again.get(mine[1].id).public_metrics.like_count == 1
    assert mine[0].id in {error.resource_id for error in again.errors}
    assert (frame["collected_at"].max() - frame["collected_at"].min()).total_seconds() >= 0


def test_a_refresh_keeps_what_it_does_not_ask_for(sb_x, folder):
    _, x = sb_x
    original = max(x.timeline("@grace", 100), key=lambda tweet: len(tweet.full_text))
    x.repost(original)
    own = x.post_tweet("Counted by its author alone")
    kept = x.timeline(limit=2, archive=folder, referenced=True, fields="private_metrics")
    assert kept[1].retweeted.id == original.id
    assert kept[0].non_public_metrics is not None
    before = Tweets.open_archive(folder).to_pandas().set_index("id").drop(columns="collected_at")
    x.like(own)
    told = x.refresh(folder)
    assert (told.updated, told.unavailable) == (2, {})
    again = Tweets.from_archive(folder)
    assert [one.to_dict()["text"] for one in again] == [one.to_dict()["text"] for one in kept]
    assert again[1].retweeted.full_text == original.full_text
    assert again[1].retweeted.author.username == "grace"
    assert [one.full_text for one in again] == [one.full_text for one in kept]
    assert again[0].non_public_metrics == kept[0].non_public_metrics
    assert again[0].public_metrics.like_count == 1
    after = Tweets.open_archive(folder).to_pandas().set_index("id").drop(columns="collected_at")
    changed = [name for name in before if not before[name].equals(after.loc[before.index, name])]
    assert changed == ["like_count"]
    made = again.to_pandas().set_index("id")
    for name in ("full_text", "mentions", "media_urls", "retweeted_username", "non_public_impression_count"):
        assert made[name].equals(after.loc[made.index, name]), name


def test_a_refresh_of_an_archive_with_fewer_columns_says_what_is_known(sb_x, folder):
    _, x = sb_x
    original = max(x.timeline("@grace", 100), key=lambda tweet: len(tweet.full_text))
    x.repost(original)
    x.post_tweet("of my own")
    kept = x.timeline(limit=2, archive=folder / "a", referenced=True)
    (part,) = (folder / "a").glob("part-*.parquet")
    table = pq.ParquetFile(part).read()
    metadata = {**table.schema.metadata, b"xauth_nb.schema": b"2"}
    pq.write_table(table.drop_columns(["is_cut"]).replace_schema_metadata(metadata), part)
    x.timeline("@grace", 5, archive=folder / "b")
    assert "is_cut" not in Tweets.open_archive(folder / "a").to_pandas()
    assert len(Tweets.from_archive(folder).to_pandas()["is_cut"].dropna()) == 7
    assert x.refresh(folder / "a").updated == 2
    after = Tweets.open_archive(folder / "a").to_pandas().set_index("id").loc[ids(kept)]
    assert after["full_text"].tolist() == [one.full_text for one in kept]
    assert after["is_cut"].isna().tolist() == [False, True]  # of the retweet nothing was asked for anew
    assert pq.read_schema(part).metadata[b"xauth_nb.schema"] == str(SCHEMA).encode()


def test_a_refresh_in_another_session_on_the_same_day_costs_nothing(reader, folder):
    sb, x = reader(None)  # where the day of the tweets is the day of the bill, as with X
    x.get_tweets(ids(x.timeline("@grace", 20)), archive=folder)
    other = XSession(sb.client, sb.sign_in("ada"), endpoints=sb.endpoints)
    other.me()
    other.budget = 0
    try:
        assert other.refresh(folder).updated == 20
        assert other.costs.total == 0
    finally:
        other.close()


def test_new_only_needs_an_archive_and_gives_what_a_run_brought(sb_x, folder):
    _, x = sb_x
    with pytest.raises(UsageError, match="no archive is named"):
        x.timeline(limit=5, new_only=True)
    assert len(x.timeline(limit=20, archive=folder, new_only=True)) == 20
    new = x.post_tweet("Fresh")
    assert ids(x.timeline(limit=20, archive=folder, new_only=True)) == [new.id]
    assert len(Tweets.from_archive(folder)) == 21


def test_archives_of_users_and_tweets_lead_to_each_other(sb_x, folder):
    _, x = sb_x
    x.followers("@grace", 5, archive=folder / "users")
    x.timeline("@grace", 5, archive=folder / "tweets")
    with pytest.raises(UsageError, match=r"holds users") as caught:
        Tweets.from_archive(folder / "users")
    assert "Users.from_archive" in caught.value.remedy
    with pytest.raises(UsageError, match="holds tweets"):
        Users.open_archive(folder / "tweets")
    with pytest.raises(UsageError, match="another collection"):
        x.following("@grace", 5, archive=folder / "users")
