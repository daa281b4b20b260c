import re
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from msgspec.structs import asdict

from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.tweets import Tweet, Tweets, parse_tweets
from xauth_nb.tweets import archive as archive_docs
from xauth_nb.tweets.frames.columns import COLUMNS
from xauth_nb.tweets.objects.archive import Archive

HERE = Path(__file__).resolve().parent
QUERY = "timeline of @ada"


def tweets_of(*ids, token=None):
    return Tweets([Tweet(id=str(id), text=f"tweet {id}") for id in ids], next_token=token)


def parts_of(folder):
    return sorted(folder.glob("*.parquet"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "ada"


def the_same(ours, sent):
    """Every field, also of what came along: two tweets are equal when their ids are, which is too little here."""
    one, other = asdict(ours), asdict(sent)
    assert {**one, "_joined": None} == {**other, "_joined": None}
    assert (ours.media, ours.poll, ours.place) == (sent.media, sent.poll, sent.place)
    for mine, theirs in ((ours.author, sent.author), *zip(ours.referenced, sent.referenced, strict=True)):
        assert (mine is None) == (theirs is None)
        if mine is not None:
            assert {**asdict(mine), "_joined": None} == {**asdict(theirs), "_joined": None}
    assert ours.full_text == sent.full_text


@pytest.mark.parametrize("page", ["timeline", "timeline-2.167", "hostile"])
def test_tweets_come_back_as_they_were_with_all_that_came_along(body, provenance, folder, page):
    sent = parse_tweets(body(page), provenance=provenance).unique()
    with Archive(folder, query=QUERY) as archive:
        assert list(archive.add(sent)) == list(sent)
    again = Tweets.from_archive(folder)
    assert list(again) == sorted(sent, key=lambda tweet: int(tweet.id), reverse=True)
    for tweet in again:
        the_same(tweet, sent.get(tweet.id))
    assert (again.users.sorted(), again.media, again.polls) == (sent.users.sorted(), sent.media, sent.polls)
    assert again.errors == sent.errors
    assert again.provenance.when == provenance.when


def test_the_raw_record_is_lines_as_x_answers_that_other_programs_read(timeline, folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(timeline)
        archive.add(tweets_of(7))
    lines = duckdb.sql(f"select * from read_json('{folder}/_raw/*.jsonl.zst', format='newline_delimited')").fetchall()
    assert len(lines) == 2
    packed = (folder / "_raw" / "part-00000001.jsonl.zst").read_bytes()
    with pa.input_stream(pa.py_buffer(packed), compression="zstd") as stream:
        first, second = stream.read().splitlines()
    for ours, sent in zip(parse_tweets(first), timeline, strict=True):
        the_same(ours, sent)
    assert [tweet.id for tweet in parse_tweets(second)] == ["7"]


def test_the_columns_are_those_of_a_frame_without_the_raw_record(timeline, folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(timeline)
    names = list(pd.read_parquet(folder))
    assert [name for name in names if name not in ("collected_at", "unavailable")] == [
        name for name in COLUMNS if name != "collected_at"
    ]
    kept, ours = pq.read_table(folder), timeline.to_arrow()
    assert all(kept.schema.field(name).type == ours.schema.field(name).type for name in ours.column_names)


def test_the_state_says_between_which_ids_to_go_on(folder):
    with Archive(folder, query=QUERY) as archive:
        assert (archive.state.since_id, archive.state.until_id, archive.state.count) == (None, None, 0)
        archive.add(tweets_of(90, 80, token="b"))
        assert (archive.state.until_id, archive.state.next_token) == ("80", "b")
    with Archive(folder, query=QUERY) as archive:
        assert (archive.state.since_id, archive.state.until_id, archive.state.next_token) == (None, "80", "b")
        archive.add(tweets_of(70))
        assert archive.state.is_complete
        assert (archive.state.since_id, archive.state.until_id, archive.state.next_token) == ("90", None, None)
        archive.add(tweets_of(150, 140, token="d"))  # the newest of a later run, which does not reach down to 90 yet
    with Archive(folder, query=QUERY) as archive:
        assert (archive.state.since_id, archive.state.until_id) == ("90", "140")
        assert not archive.tweets().is_complete
        archive.add(Tweets())
        assert (archive.state.since_id, archive.state.until_id) == ("150", None)
        assert (archive.state.newest_id, archive.state.oldest_id, archive.state.count) == ("150", "70", 5)
        before = parts_of(folder)
        archive.add(Tweets())  # asked again, and there was nothing new
        assert parts_of(folder) == before
    assert [tweet.id for tweet in Tweets.from_archive(folder)] == ["150", "140", "90", "80", "70"]


def test_a_tweet_is_kept_once(folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(9, 8, 8, token="b"))
        assert [tweet.id for tweet in archive.add(tweets_of(8, 10, 7, token="c"))] == ["10", "7"]
    with Archive(folder, query=QUERY) as archive:
        assert [tweet.id for tweet in archive.add(tweets_of(10, 9, 6))] == ["6"]
        assert archive.state.count == 5
    assert sorted(pd.read_parquet(folder)["id"]) == ["10", "6", "7", "8", "9"]


def test_an_id_that_is_none_is_refused_and_nothing_is_written(folder):
    with Archive(folder, query=QUERY) as archive:
        with pytest.raises(UsageError, match="X's ids are digits"):
            archive.add(tweets_of(9, "../8"))
        assert parts_of(folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="killing at a chosen line needs fork")
@pytest.mark.parametrize(
    ("seed", "kills"), [(1, 4), *(pytest.param(seed, 20, marks=pytest.mark.deep) for seed in (1, 2))]
)
def test_killed_at_every_line_that_writes_and_at_random_points_nothing_is_missing_or_twice(folder, seed, kills):
    command = [sys.executable, str(HERE / "killed_collector.py"), str(folder), str(seed), str(kills)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=200, check=False
    )  # only a hang takes so long
    assert done.returncode == 0, done.stderr
    ids = sorted(done.stdout.split(), key=int, reverse=True)
    assert len(ids) > 600
    kept = pd.read_parquet(folder)
    assert sorted(kept["id"], key=int, reverse=True) == ids
    again = Tweets.from_archive(folder)
    assert [tweet.id for tweet in again] == ids
    assert all(tweet.text == f"tweet {tweet.id}" for tweet in again)
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == [".lock"]
    assert {path.suffix for path in (folder / "_raw").iterdir()} == {".zst"}
    assert len(parts_of(folder)) > 3


def test_pandas_polars_duckdb_and_dask_read_the_folder_as_it_is_and_agree(timeline, folder):
    import dask.dataframe as dd  # a second, and only here

    with Archive(folder / "one", query=QUERY) as archive:
        for tweet in timeline:
            archive.add(Tweets([tweet], next_token="more"))
        archive.add(Tweets())
    with Archive(folder / "two", query="search for nothing") as archive:
        archive.add(Tweets())
    frame = pd.read_parquet(folder / "one")
    facts = (len(frame), int(frame["like_count"].sum()), frame["created_at"].max().isoformat())
    assert facts == (7, sum(t.public_metrics.like_count for t in timeline), "2026-03-04T18:40:40+00:00")
    for part in (f"{folder}/one/*.parquet", f"{folder}/**/*.parquet"):
        lazy = pl.scan_parquet(part).select(pl.len(), pl.col("like_count").sum(), pl.col("created_at").max())
        count, likes, last = lazy.collect().row(0)
        assert (count, likes, last.isoformat()) == facts
    lazy = dd.read_parquet(folder / "one")
    assert (len(lazy), int(lazy["like_count"].sum().compute())) == facts[:2]
    assert lazy["created_at"].max().compute().isoformat() == facts[2]
    sql = f"select count(*), sum(like_count), epoch(max(created_at)) from read_parquet('{folder}/**/*.parquet')"
    count, likes, last = duckdb.sql(sql).fetchall()[0]
    assert (count, likes, pd.Timestamp(last, unit="s", tz="UTC").isoformat()) == facts
    tags = f"select unnest(hashtags) as tag from read_parquet('{folder}/one/*.parquet')"
    by_tag = duckdb.sql(f"select tag, count(*) from ({tags}) group by tag").fetchall()
    assert dict(by_tag) == frame.explode("hashtags")["hashtags"].value_counts().to_dict()


def test_each_documented_line_reads_the_folder(timeline, tmp_path, monkeypatch):
    with Archive(tmp_path / "nasa", query=QUERY) as archive:
        archive.add(timeline)
    monkeypatch.chdir(tmp_path)
    lines = re.findall(r"^>>> (.*?)\s+#", archive_docs.__doc__, re.MULTILINE)
    names = {}
    exec(lines.pop(0), names)
    counts = {
        "pandas": len,
        "pyarrow": lambda found: found.count_rows(),
        "dask": len,
        "duckdb": lambda found: len(found.fetchall()),
        "polars": lambda found: len(found.collect()),
    }
    assert [line.partition(".")[0] for line in lines] == [*counts]
    for line, count in zip(lines, counts.values(), strict=True):
        assert count(eval(line, names)) == len(timeline), line


def test_archives_below_one_folder_are_read_as_one(tmp_path):
    for name, ids in (("one", (3, 2)), ("two", (4, 3))):
        with Archive(tmp_path / name, query=name) as archive:
            archive.add(tweets_of(*ids))
    again = Tweets.from_archive(tmp_path)
    assert [tweet.id for tweet in again] == ["4", "3", "2"]
    assert again.provenance.query == "one + two"
    assert again.is_complete


def test_one_at_a_time_may_add_and_everybody_may_read(folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(1))
        with pytest.raises(StoreError, match="open in another process"):
            Archive(folder, query=QUERY)
        assert len(Tweets.from_archive(folder)) == 1
        archive.add(tweets_of(2))  # the refused one did not take the lock away
    Archive(folder, query=QUERY).close()


def test_another_query_and_other_folders_are_refused_and_left_alone(tmp_path, folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(1))
    with pytest.raises(UsageError, match="keeps another collection: timeline of @ada, and not timeline of @grace"):
        Archive(folder, query="timeline of @grace")
    Archive(folder, query=QUERY).close()  # the refusal gave the lock back
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine")
    with pytest.raises(UsageError, match=r"is no archive: it holds notes\.txt"):
        Archive(other, query=QUERY)
    assert [path.name for path in other.iterdir()] == ["notes.txt"]
    with pytest.raises(UsageError, match="is a file"):
        Archive(other / "notes.txt", query=QUERY)
    (other / "notes.txt").unlink()
    pd.DataFrame({"id": ["1"]}).to_parquet(other / "part-00000001-1-1.parquet")
    with pytest.raises(UsageError, match="written by another program"):
        Archive(other, query=QUERY)
    with pytest.raises(UsageError, match="There is no archive"):
        Tweets.from_archive(tmp_path / "nowhere")


def test_ids_that_cannot_be_written_are_told(timeline, folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(timeline)
    with pytest.raises(StoreError, match=r"nowhere/ids.txt could not be written"):
        Tweets.open_archive(folder).write_ids(folder / "nowhere" / "ids.txt")


def test_a_damaged_part_is_made_anew_for_a_reader_too_or_named(timeline, folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(timeline)
    (part,) = parts_of(folder)
    whole = part.read_bytes()
    part.write_bytes(whole[: len(whole) // 2])
    assert len(Tweets.open_archive(folder).to_pandas()) == len(timeline)
    assert len(pd.read_parquet(folder)) == len(timeline)
    whole = part.read_bytes()
    part.write_bytes(whole[:4] + bytes(500) + whole[504:])  # its end still tells how many rows there are
    with pytest.raises(StoreError, match=part.name):
        Tweets.open_archive(folder).to_pandas()


@pytest.mark.parametrize("damage", ["cut", "emptied", "turned", "gone"])
def test_a_part_that_is_damaged_or_gone_is_made_anew(folder, damage):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(3, token="b"))
        archive.add(tweets_of(2, token="c"))
    part = parts_of(folder)[0]
    whole = part.read_bytes()
    if damage == "gone":
        part.unlink()
    else:
        part.write_bytes({"cut": whole[: len(whole) // 2], "emptied": b"", "turned": whole[::-1]}[damage])
    assert [tweet.id for tweet in Tweets.from_archive(folder)] == ["3", "2"]
    with Archive(folder, query=QUERY) as archive:
        assert archive.state.until_id == "2"
        archive.add(tweets_of(1))
    assert sorted(pd.read_parquet(folder)["id"]) == ["1", "2", "3"]


@pytest.mark.parametrize("damage", ["cut", "emptied", "changed", "gone"])
def test_a_raw_record_that_is_damaged_is_named_and_its_rows_stay_readable(folder, damage):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(3, token="b"))
        archive.add(tweets_of(2, token="c"))
    record = folder / "_raw" / "part-00000001.jsonl.zst"
    whole = record.read_bytes()
    middle = len(whole) // 4
    if damage == "gone":
        record.unlink()
    else:
        changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        record.write_bytes({"cut": whole[: len(whole) // 2], "emptied": b"", "changed": changed}[damage])
    before = [path.read_bytes() for path in folder.rglob("*.*") if path.is_file()]
    for opening in (lambda: Tweets.from_archive(folder), lambda: Archive(folder, query=QUERY)):
        with pytest.raises(StoreError, match=record.name):
            opening()
    assert [path.read_bytes() for path in folder.rglob("*.*") if path.is_file()] == before
    assert sorted(pd.read_parquet(folder)["id"]) == ["2", "3"]
    opened = Tweets.open_archive(folder)
    assert list(opened.to_pandas(columns=["id"])["id"]) == ["3", "2"]
    assert not opened.is_complete


def test_what_a_killed_process_began_to_write_is_passed_over(folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(3, token="b"))
    record = folder / "_raw" / "part-00000001.jsonl.zst"
    whole = record.read_bytes()
    for torn in (b"\x00" * 40, whole[:7], whole[: len(whole) // 2], whole[:-1]):
        record.write_bytes(whole + torn)
        assert [tweet.id for tweet in Tweets.from_archive(folder)] == ["3"]
        with Archive(folder, query=QUERY) as archive:
            assert archive.state.until_id == "3"
        assert record.read_bytes() == whole


def test_a_disk_that_refuses_is_told_and_the_state_stays(folder):
    with Archive(folder, query=QUERY) as archive:
        archive.add(tweets_of(3, token="b"))
        before = archive.state
        shutil.rmtree(folder)
        with pytest.raises(StoreError, match="could not be written"):
            archive.add(tweets_of(2))
        assert archive.state == before


def test_a_missing_pyarrow_is_named_with_its_command(folder, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with Archive(folder, query=QUERY) as archive, pytest.raises(MissingDependencyError) as caught:
        archive.add(tweets_of(1))
    assert "pip install 'xauth-nb[data]'" in str(caught.value)
