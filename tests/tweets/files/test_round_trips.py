"""What is written comes back equal, in every form; and what a form cannot carry is what its docstring says."""

import csv
import gc
import json
import zipfile
from datetime import datetime, timezone

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.tweets import Provenance, Tweet, Tweets, User, parse_tweets
from xauth_nb.tweets.files.cells import harmless, unharmed, xml_text, xml_unescaped
from xauth_nb.tweets.joined import Joined
from xauth_nb.tweets.records import Entities, PublicMetrics, Tag

FORMS = {"jsonl": "to_jsonl", "jsonl.gz": "to_jsonl", "parquet": "to_parquet", "csv": "to_csv", "xlsx": "to_excel"}


def there_and_back(tweets, path, form):
    getattr(tweets, FORMS[form])(path / f"tweets.{form}")
    return Tweets.from_file(path / f"tweets.{form}")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", ["timeline", "timeline-2.167", "hostile"])
def test_a_pull_comes_back_equal(body, provenance, tmp_path, form, name):
    tweets = parse_tweets(body(name), provenance=provenance)
    again = there_and_back(tweets, tmp_path, form)
    assert again == tweets
    assert again.errors == ()
    ours, theirs = again.to_pandas(), tweets.to_pandas()
    if name == "hostile" and not form.startswith("jsonl"):  # X begins the text of every retweet with RT, and this none
        ours, theirs = ours.drop(columns="retweeted_username"), theirs.drop(columns="retweeted_username")
    if name == "hostile" and form == "csv":
        for column in ("text", "full_text", "author_name"):
            theirs[column] = theirs[column].str.replace("\x00", "\ufffd")
    assert_frame_equal(ours, theirs)


ASKED = {
    "context_annotations": [
        {"domain": {"id": "46", "name": "Brands"}, "entity": {"id": "1", "name": "NASA"}},
        {"domain": {"id": "47", "name": None}},
    ],
    "non_public_metrics": {"impression_count": 7, "user_profile_clicks": 2},
    "organic_metrics": {"like_count": 3, "url_link_clicks": 1},
    "promoted_metrics": {"reply_count": 0},
    "edit_controls": {
        "edits_remaining": 5,
        "is_edit_eligible": True,
        "editable_until": "2026-01-02T03:04:05.000Z",
    },
    "display_text_range": [0, 12],
    "scopes": {"followers": False},
    "paid_partnership": True,
    "card_uri": "card://1",
    "community_id": "1445880548472328192",
    "article": {"title": "<b> & more"},
    "suggested_source_links": [{"url": "https://example.org"}],
}
OF_AUTHOR = {
    "created_at": "2009-06-19T09:30:00.000Z",
    "description": "counts &amp; doubts",
    "location": "London",
    "url": "https://t.co/1",
    "verified_type": "blue",
    "protected": False,
    "pinned_tweet_id": "1445880548472328192",
    "affiliation": {"description": "A society"},
    "withheld": {"country_codes": ["DE"]},
    "connection_status": ["following", "muting"],
    "parody": True,
    "verified_followers_count": 5,
}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_asked_for_with_fields_comes_back_in_every_form(tmp_path, form):
    answer = {
        "data": [{"id": "20", "text": "a", "author_id": "42", **ASKED}, {"id": "21", "text": "b", "author_id": "43"}],
        "includes": {"users": [{"id": "42", "username": "ada", "name": "Ada", **OF_AUTHOR}]},
    }
    asked = (*ASKED, *(f"user.{name}" for name in OF_AUTHOR))
    source = Provenance(path="/2/tweets", fields=asked, pages=1)
    tweets = parse_tweets(json.dumps(answer).encode(), provenance=source)
    again = there_and_back(tweets, tmp_path, form)
    expected = tweets.to_pandas()
    assert {"context_domains", "non_public_impression_count", "author_pinned_tweet_id"} <= {*expected.columns}
    assert_frame_equal(again.to_pandas()[[*expected.columns]], expected)
    assert [*again.to_pandas().columns] == [*expected.columns]
    assert set(asked) - {"user.withheld"} <= set(again.provenance.fields)


@pytest.mark.parametrize("form", ["jsonl", "raw"])
def test_two_forms_keep_everything(timeline, tmp_path, form):
    if form == "raw":
        timeline.to_parquet(tmp_path / "tweets.parquet", raw=True)
        again = Tweets.from_file(tmp_path / "tweets.parquet")
    else:
        again = there_and_back(timeline, tmp_path, form)
    for one, other in zip(again, timeline, strict=True):
        assert one.to_dict(includes=True) == other.to_dict(includes=True)


def test_an_author_stays_as_on_each_page(tmp_path):
    pages = [
        parse_tweets(
            json.dumps(
                {
                    "data": [{"id": str(at), "text": "a", "author_id": "7"}],
                    "includes": {"users": [{"id": "7", "username": "ada", "public_metrics": {"followers_count": at}}]},
                }
            ).encode(),
            provenance=Provenance(query=f"q{at}", when=datetime(2026, 1, at, tzinfo=timezone.utc)),
        )
        for at in (1, 2)
    ]
    again = there_and_back(pages[0] + pages[1], tmp_path, "jsonl")
    frame = again.to_pandas()
    assert frame["author_followers_count"].tolist() == [1, 2]
    assert frame["query"].tolist() == ["q1", "q2"]
    assert frame["collected_at"].dt.day.tolist() == [1, 2]


texts = st.text() | st.sampled_from(["=1+1", "'=1", " -2", "+a", "@x", "\t=", "\r\n", "_x0041_", "\x07", "＝1", "''@"])


@given(texts)
def test_cells_are_read_back_as_they_were(text):
    assert unharmed(harmless(text)) == text
    assert harmless(text)[:1] not in "=+-@＝＋－＠\t\r" or not text
    assert xml_unescaped(xml_text(text)) == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
@given(data=st.data())
def test_whatever_the_text_it_comes_back(tmp_path, form, data):
    text = data.draw(texts.filter(lambda text: text and "\x00" not in text))
    count = data.draw(st.integers(0, 2**62))
    tweet = Tweet(
        id="1445880548472328193",
        text=text,
        created_at=datetime(2026, 3, 4, 18, 40, 40, 123000, tzinfo=timezone.utc),
        public_metrics=PublicMetrics(like_count=count),
        entities=Entities(hashtags=(Tag(tag=text or "a"), Tag(tag="b"))),
    )
    author = User(id="7", username="ada", name=text)
    tweets = Tweets([tweet.with_author(author)])
    assert_frame_equal(there_and_back(tweets, tmp_path, form).to_pandas(), tweets.to_pandas())


def test_a_spreadsheet_runs_nothing_and_ids_are_text(tmp_path):
    formula = '=HYPERLINK("https://evil.example","see")'
    Tweets([Tweet(id="1445880548472328193", text=formula)]).to_csv(tmp_path / "t.csv")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["text"] == f"'{formula}"
    assert row["hashtags"] == "[]"
    Tweets([Tweet(id="1445880548472328193", text=formula)]).to_excel(tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    head = {cell.value: at for at, cell in enumerate(sheet[1])}
    cells = sheet[2]
    assert (cells[head["id"]].data_type, cells[head["id"]].value) == ("s", "1445880548472328193")
    assert cells[head["text"]].data_type == "s"
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_excel_takes_the_times(timeline, tmp_path):
    timeline.to_excel(tmp_path / "t.xlsx")
    frame = pd.read_excel(tmp_path / "t.xlsx", dtype={"id": "str"})
    assert frame["created_at"].dt.tz_localize("UTC").tolist() == timeline.to_pandas()["created_at"].tolist()
    timeline.to_csv(tmp_path / "t.csv")
    assert pd.read_csv(tmp_path / "t.csv", parse_dates=["created_at"])["created_at"].dtype.kind == "M"


def test_what_excel_cannot_hold_is_told_and_nothing_is_written(tmp_path):
    with pytest.raises(UsageError, match="text in row 3 is longer"):
        Tweets([Tweet(id="1"), Tweet(id="2", text="a" * 32_768)]).to_excel(tmp_path / "t.xlsx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", ["jsonl", "parquet", "csv", "excel"])
def test_where_nothing_can_be_written_it_is_told_once(timeline, tmp_path, form):
    (tmp_path / "no folder").touch()
    with pytest.raises(StoreError, match="could not be written: Not a directory"):
        getattr(timeline, f"to_{form}")(tmp_path / "no folder" / "tweets")
    gc.collect()  # what was left open would complain here


def test_a_folder_of_pulls_is_read_as_one_by_everybody(timeline, tmp_path):
    pulls = [timeline, timeline[:0], Tweets([Tweet(id="1")]), timeline[:1], Tweets()]
    for at, pull in enumerate(pulls):
        pull.to_parquet(tmp_path / f"{at}.parquet")
        pull.to_pandas().to_parquet(tmp_path / f"frame-{at}.parquet")
    files = sorted(tmp_path.iterdir())
    assert {str(pq.read_schema(file).field("hashtags").type) for file in files} == {"list<element: string>"}
    count = 2 * sum(map(len, pulls))
    assert pyarrow.dataset.dataset(tmp_path).to_table().num_rows == count
    assert len(pd.read_parquet(tmp_path)) == count
    assert pl.read_parquet(tmp_path / "*.parquet").height == count
    assert duckdb.sql(f"select count(*) from read_parquet('{tmp_path}/*.parquet')").fetchall() == [(count,)]


def test_a_frame_comes_back_from_parquet_as_it_was(timeline, tmp_path):
    frame = timeline.to_pandas()
    frame.to_parquet(tmp_path / "t.parquet")
    again = pd.read_parquet(tmp_path / "t.parquet")
    assert_frame_equal(again, frame)
    assert again.equals(frame)
    assert len(pd.concat([frame, again]).drop_duplicates()) == len(frame)
    assert_frame_equal(Tweets.from_file(tmp_path / "t.parquet").to_pandas(), frame)


def test_libraries_take_the_tweets_themselves(timeline):
    assert pl.DataFrame(timeline).equals(timeline.to_polars())
    assert pa.table(timeline).equals(timeline.to_arrow())
    tweets = timeline
    assert duckdb.sql("select max(like_count) from tweets").fetchall() == [(3101,)]
    with pytest.raises(UsageError, match="to_pandas"):
        pd.DataFrame(tweets)


def test_a_tweet_is_given_in_x_s_own_shape(body, timeline):
    sent = json.loads(body("timeline"))
    assert [tweet.to_dict() for tweet in timeline] == sent["data"]
    whole = json.loads(timeline[0].to_json(includes=True))
    assert whole["data"] == sent["data"][0]
    assert parse_tweets(json.dumps({**whole, "data": [whole["data"]]}).encode())[0].author.username == "ada"


def test_raw_json_leads_to_the_reader(body):
    sent = json.loads(body("timeline"))
    for wrong in (lambda: Tweets(sent), lambda: Tweets(sent["data"]), lambda: Tweets(body("timeline"))):
        with pytest.raises(UsageError, match="from_file"):
            wrong()
    for kind, raw in ((Tweet, sent["data"][0]), (User, sent["includes"]["users"][0])):
        with pytest.raises(UsageError, match="from_file"):
            kind(**raw)


def test_users_are_written_too(timeline, tmp_path):
    users = timeline.users
    assert users.get("@ADA") is users["2244994945"]
    frame = users.to_pandas()
    assert frame["username"].tolist() == [user.username for user in users]
    for form in FORMS:
        getattr(users, FORMS[form])(tmp_path / f"users.{form}")
    assert pd.read_csv(tmp_path / "users.csv", dtype=str)["id"].tolist() == frame["id"].tolist()
    assert pq.read_table(tmp_path / "users.parquet").num_rows == len(users)
    assert pd.read_excel(tmp_path / "users.xlsx", dtype=str)["id"].tolist() == frame["id"].tolist()
    assert users[:0].to_pandas().dtypes.equals(frame.dtypes)
    assert users.to_polars().schema == pl.from_arrow(users.to_arrow()).schema


def test_a_database_takes_the_frame(timeline):
    import sqlite3

    with sqlite3.connect(":memory:") as database:
        timeline.to_pandas(lists="json").to_sql("tweets", database, index=False)
        (found,) = database.execute("select hashtags from tweets limit 1").fetchone()
    assert json.loads(found) == ["exoplanets", "dataviz"]


def test_an_empty_page_has_its_own_joined():
    assert Joined().origin is None
