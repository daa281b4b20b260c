"""Files of other tools and of X become the same records; bad ones are told with their line, what is whole is kept."""

import copy
import gzip
import json
import zipfile

import pytest

from xauth_nb.errors import StoreError, UsageError, XAuthError
from xauth_nb.tweets import Tweets, parse_tweets

USER = {
    "id": 7,
    "id_str": "7",
    "screen_name": "ada",
    "name": "Ada",
    "created_at": "Wed May 05 08:00:00 +0000 2010",
    "followers_count": 5,
    "friends_count": 6,
    "statuses_count": 7,
    "favourites_count": 8,
    "verified": True,
}
CLASSIC = {
    "created_at": "Wed Oct 06 22:36:00 +0000 2021",
    "id": 1445880548472328192,
    "id_str": "1445880548472328192",
    "full_text": "Tea &amp; $TSLA #maths with @bob https://t.co/a https://t.co/m",
    "display_text_range": [0, 48],
    "source": '<a href="https://example.org" rel="nofollow">My &amp; App</a>',
    "user": USER,
    "lang": "en",
    "retweet_count": 2,
    "favorite_count": 3,
    "in_reply_to_status_id_str": "1445880548472328000",
    "in_reply_to_user_id_str": "8",
    "entities": {
        "hashtags": [{"text": "maths", "indices": [16, 22]}],
        "symbols": [{"text": "TSLA", "indices": [10, 15]}],
        "user_mentions": [{"screen_name": "bob", "id_str": "8", "indices": [28, 32]}],
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://a.example", "indices": [33, 47]}],
        "media": [{"id_str": "9", "type": "photo", "url": "https://t.co/m", "indices": [48, 62]}],
    },
    "extended_entities": {
        "media": [
            {
                "id_str": "9",
                "type": "video",
                "media_url_https": "https://p.example/9.jpg",
                "video_info": {
                    "duration_millis": 1000,
                    "variants": [
                        {"content_type": "application/x-mpegURL", "url": "https://v.example/9.m3u8"},
                        {"content_type": "video/mp4", "bitrate": 1, "url": "https://v.example/low.mp4"},
                        {"content_type": "video/mp4", "bitrate": 2, "url": "https://v.example/high.mp4"},
                    ],
                },
            }
        ]
    },
    "place": {
        "id": "p1",
        "full_name": "Paris, France",
        "country": "France",
        "bounding_box": {"coordinates": [[[2.2, 48.8], [2.4, 48.8], [2.4, 48.9], [2.2, 48.9]]]},
    },
    "coordinates": {"type": "Point", "coordinates": [2.35, 48.85]},
}


def written(path, *values, name="tweets.jsonl"):
    (path / name).write_text("\n".join(json.dumps(value) for value in values) + "\n", encoding="utf-8")
    return path / name


def check_classic(tweet):
    row = Tweets([tweet]).to_pandas().iloc[0]
    assert (tweet.id, tweet.author.username, tweet.lang) == ("1445880548472328192", "ada", "en")
    assert tweet.full_text.startswith("Tea & $TSLA")
    assert str(row["created_at"]) == "2021-10-06 22:36:00+00:00"
    assert (row["like_count"], row["retweet_count"], row["author_followers_count"]) == (3, 2, 5)
    assert (row["hashtags"], row["cashtags"], row["mentions"]) == (("maths",), ("TSLA",), ("bob",))
    assert row["urls"] == ("https://a.example",)
    assert (row["media_types"], row["media_urls"]) == (("video",), ("https://v.example/high.mp4",))
    assert row["media_preview_urls"] == ("https://p.example/9.jpg",)
    assert (row["in_reply_to_id"], row["in_reply_to_user_id"]) == ("1445880548472328000", "8")
    assert (row["place_id"], row["place_full_name"], row["country"]) == ("p1", "Paris, France", "France")
    assert (row["place_west"], row["place_north"], row["lat"], row["lon"]) == (2.2, 48.9, 48.85, 2.35)
    assert row["source"] == "My & App"


def test_v1_tweets_of_rest_become_the_same_records(tmp_path):
    tweets = Tweets.from_file(written(tmp_path, CLASSIC))
    check_classic(tweets[0])
    assert tweets.errors == ()
    check_classic(Tweets.from_file(written(tmp_path, {"statuses": [CLASSIC]}))[0])
    check_classic(Tweets.from_file(written(tmp_path, [CLASSIC, CLASSIC]))[1])


def test_v1_tweets_of_the_stream_have_their_whole_text(tmp_path):
    cut = copy.deepcopy(CLASSIC)
    whole = {name: cut.pop(name) for name in ("full_text", "entities", "extended_entities", "display_text_range")}
    cut |= {"text": "Tea &amp; …", "truncated": True, "entities": {}, "extended_tweet": whole}
    retweet = {"id_str": "2", "text": "RT @ada: Tea", "user": {**USER, "id_str": "3", "screen_name": "bob"}}
    tweets = Tweets.from_file(
        written(tmp_path, cut, {"delete": {"status": {"id_str": "1"}}}, {**retweet, "retweeted_status": cut})
    )
    check_classic(tweets[0])
    assert tweets[1].retweeted.id == CLASSIC["id_str"]
    assert tweets[1].full_text.startswith("RT @ada: Tea & $TSLA #maths")
    assert [error.title for error in tweets.errors] == ["Notice of a stream"]
    assert tweets.is_complete


def as_in_the_archive(value):
    if isinstance(value, dict):
        return {key: as_in_the_archive(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_in_the_archive(inner) for inner in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def account_files():
    item = as_in_the_archive({name: value for name, value in CLASSIC.items() if name != "user"})
    account = {
        "accountId": "7",
        "username": "ada",
        "accountDisplayName": "Ada",
        "createdAt": "2010-05-05T08:00:00.000Z",
    }
    return {
        "data/tweets.js": "window.YTD.tweets.part0 = " + json.dumps([{"tweet": item}], indent=2),
        "data/tweets-part1.js": "window.YTD.tweets.part1 = " + json.dumps([{"tweet": {**item, "id_str": "5"}}]),
        "data/deleted-tweets.js": "window.YTD.deleted_tweets.part0 = " + json.dumps([{"tweet": item}]),
        "data/account.js": "window.YTD.account.part0 = " + json.dumps([{"account": account}]),
    }


def test_the_archive_that_x_gives(tmp_path):
    (tmp_path / "data").mkdir()
    with zipfile.ZipFile(tmp_path / "twitter.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in account_files().items():
            archive.writestr(name, content)
            (tmp_path / name).write_text(content, encoding="utf-8")
    for path, ids in {
        tmp_path / "twitter.zip": ["1445880548472328192", "5"],
        tmp_path: ["1445880548472328192", "5"],
        tmp_path / "data" / "tweets.js": ["1445880548472328192"],
    }.items():
        tweets = Tweets.from_file(path)
        assert [tweet.id for tweet in tweets] == ids
        assert (tweets[0].author.username, tweets[0].author_id, tweets[0].public_metrics.like_count) == ("ada", "7", 3)
        assert tweets[0].entities.hashtags[0].start == 16


def flattened(page):
    """As twarc.expansions.flatten does it."""
    users = {user["id"]: user for user in page["includes"]["users"]}
    by_name = {user["username"]: user for user in page["includes"]["users"]}
    media = {one["media_key"]: one for one in page["includes"].get("media", [])}
    polls = {one["id"]: one for one in page["includes"].get("polls", [])}
    places = {one["id"]: one for one in page["includes"].get("places", [])}
    tweets = {one["id"]: one for one in page["includes"].get("tweets", [])}

    def flat(tweet):
        tweet = copy.deepcopy(tweet)
        tweet["author"] = users.get(tweet.get("author_id"), {})
        attached = tweet.get("attachments", {})
        if "media_keys" in attached:
            attached["media"] = [media.get(key, {}) for key in attached["media_keys"]]
        if "poll_ids" in attached:
            attached["poll"] = polls.get(attached["poll_ids"][-1], {})
        if "place_id" in tweet.get("geo", {}):
            tweet["geo"] = {**tweet["geo"], **places.get(tweet["geo"]["place_id"], {})}
        for mention in tweet.get("entities", {}).get("mentions", []):
            mention.update(by_name.get(mention["username"], {}))
        if "referenced_tweets" in tweet:
            found = [
                {**one, **flat(tweets[one["id"]])} if one["id"] in tweets else one for one in tweet["referenced_tweets"]
            ]
            tweet["referenced_tweets"] = found
        return tweet

    return [flat(tweet) for tweet in page["data"]]


def test_twarc_pages_and_flattened_tweets(body, tmp_path):
    page = json.loads(body("timeline"))
    twarc = {"url": "https://api.twitter.com/2/tweets/search/recent", "retrieved_at": "2026-03-04T19:00:00+00:00"}
    pages = Tweets.from_file(written(tmp_path, {**page, "__twarc": twarc}, page))
    assert len(pages) == 2 * len(page["data"])
    assert pages.to_pandas()["collected_at"].iloc[0].isoformat() == "2026-03-04T19:00:00+00:00"
    whole = parse_tweets(body("timeline"))
    flat = Tweets.from_file(written(tmp_path, *flattened(page)))
    assert [tweet.to_dict() for tweet in flat] == [tweet.to_dict() for tweet in whole]
    assert flat.to_arrow().equals(whole.to_arrow())


@pytest.mark.parametrize("name", ["timeline", "timeline-2.167"])
def test_an_answer_as_it_came(body, tmp_path, name):
    (tmp_path / "a.json").write_bytes(body(name))
    tweets = Tweets.from_file(tmp_path / "a.json")
    assert tweets.to_arrow().equals(parse_tweets(body(name)).to_arrow())
    assert [error.title for error in tweets.errors] == ["Authorization Error"]
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(body(name)))
    assert Tweets.from_file(tmp_path / "a.json.gz") == tweets


def test_dialects_may_be_mixed(body, tmp_path):
    old, new = (json.loads(body(name)) for name in ("timeline", "timeline-2.167"))
    tweets = Tweets.from_file(written(tmp_path, old, CLASSIC, new, flattened(old)[0], {"data": old["data"][0]}))
    assert len(tweets) == 2 * len(old["data"]) + 3
    assert tweets[0].public_metrics == tweets[len(old["data"]) + 1].public_metrics


@pytest.mark.parametrize("line", [1, 2, 3])
def test_a_line_that_is_cut_off_is_told_and_the_others_are_kept(timeline, tmp_path, line):
    timeline[:3].to_jsonl(tmp_path / "t.jsonl")
    lines = (tmp_path / "t.jsonl").read_text().splitlines()
    lines[line - 1] = lines[line - 1][:40]
    (tmp_path / "t.jsonl").write_text("\n".join(lines))
    with pytest.warns(UserWarning, match=f"Line {line} is left out: it is"):
        tweets = Tweets.from_file(tmp_path / "t.jsonl")
    assert [tweet.id for tweet in tweets] == [tweet.id for at, tweet in enumerate(timeline[:3], 1) if at != line]
    assert not tweets.is_complete
    assert tweets.errors[-1].parameter == f"line {line}"


def test_a_packed_file_that_is_cut_off_keeps_what_was_whole(timeline, tmp_path):
    tweets = Tweets([tweet for tweet in timeline for _ in range(40)])
    tweets.to_jsonl(tmp_path / "t.jsonl.gz")
    content = (tmp_path / "t.jsonl.gz").read_bytes()
    (tmp_path / "t.jsonl.gz").write_bytes(content[: len(content) // 2])
    with pytest.warns(UserWarning, match="is cut off"):
        assert 0 < len(Tweets.from_file(tmp_path / "t.jsonl.gz")) < len(tweets)


def test_an_account_archive_that_is_cut_off(tmp_path):
    items = [{"tweet": {**CLASSIC, "id_str": str(at)}} for at in range(1, 4)]
    content = "window.YTD.tweets.part0 = " + json.dumps(items, indent=1)
    (tmp_path / "tweets.js").write_text(content[:-900])
    with pytest.warns(UserWarning, match=r"element 2 of tweets.js \(line \d+\)"):
        assert [tweet.id for tweet in Tweets.from_file(tmp_path / "tweets.js")] == ["1", "2"]


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("ids.txt", b"1445880548472328192\n20\n", "holds ids and no tweets"),
        ("ids.csv", b"id\n1445880548472328192\n", "holds ids and no tweets"),
        ("other.csv", b"a,b\n1,2\n", "no column id"),
        ("floats.csv", b"id,text\n1,a\n1.44588e+18,b\n", "id in line 3 is 1.44588e"),
        ("floats.csv", b"id,text,in_reply_to_id\n20,a,1445880548472328192.0\n", "in_reply_to_id in line 2"),
        ("users.jsonl", b'{"id": "1", "username": "ada"}\n', "a user and no tweet"),
        ("page.html", b"<!doctype html><p>Hello</p>", "neither JSON nor a table"),
        ("half.json", b'{"data": [{"id": "1", "text": "a"', "cut off"),
        ("deep.json", b"[" * 100_000, "no tweet in"),
    ],
)
def test_what_is_no_data_is_told(tmp_path, name, content, what):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(XAuthError, match=what):
        Tweets.from_file(tmp_path / name)


def test_zips_and_packed_files_that_are_none(tmp_path):
    with pytest.raises(UsageError, match="no account archive of X's"):
        Tweets.from_file(zipped(tmp_path / "a.zip", **{"readme.txt": "hello"}))
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(StoreError, match="no whole zip"):
        Tweets.from_file(tmp_path / "b.zip")
    (tmp_path / "c.gz").write_bytes(b"\x1f\x8b and no more")
    with pytest.raises(StoreError, match="damaged"):
        Tweets.from_file(tmp_path / "c.gz")
    (tmp_path / "d.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(StoreError, match="damaged"):
        Tweets.from_file(tmp_path / "d.parquet")
    with pytest.raises(StoreError, match="no file"):
        Tweets.from_file(tmp_path / "nowhere")
    (tmp_path / "empty.jsonl").write_bytes(b"")
    assert len(Tweets.from_file(tmp_path / "empty.jsonl")) == 0


def test_bombs_are_not_unpacked(tmp_path):
    bomb = b" " * (80 << 20)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(bomb, 1))
    with pytest.raises(StoreError, match="200 times its size"):
        Tweets.from_file(tmp_path / "a.jsonl.gz")
    with pytest.raises(StoreError, match="200 times its size"):
        Tweets.from_file(zipped(tmp_path / "b.zip", **{"data/tweets.js": bomb}))
    with pytest.raises(StoreError, match="200 times its size"):
        Tweets.from_file(zipped(tmp_path / "c.xlsx", **{"[Content_Types].xml": "a", "xl/worksheets/sheet1.xml": bomb}))


def test_an_odd_cell_costs_that_cell(timeline, tmp_path):
    timeline[:2].to_csv(tmp_path / "t.csv")
    text = (tmp_path / "t.csv").read_text(encoding="utf-8").replace(",1840,", ",many,", 1)
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    with pytest.warns(UserWarning, match="Like_count in line 2 is left out: it is no number"):
        tweets = Tweets.from_file(tmp_path / "t.csv")
    assert [tweet.id for tweet in tweets] == [tweet.id for tweet in timeline[:2]]
    assert tweets[0].public_metrics.like_count is None
