"""What befalls a folder: readers while it grows, interruptions, full disks, older schemas, moves, read-only places."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading

import msgspec
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xauth_nb import locking
from xauth_nb.errors import StoreError
from xauth_nb.tweets import Tweet, Tweets, parse_tweets
from xauth_nb.tweets.archive import building, folder, holding, mending, notes, parts, raw, tail
from xauth_nb.tweets.archive.folder import Folder
from xauth_nb.tweets.archive.holding import folder_lock
from xauth_nb.tweets.archive.parts import OldNotes
from xauth_nb.tweets.lines import to_lines
from xauth_nb.tweets.objects.archive import Archive
from xauth_nb.tweets.objects.kept import TWEETS

QUERY = "timeline of @ada"
WATCHED = {module.__file__ for module in (folder, holding, parts, raw, building, tail, mending, notes, locking)}


def tweets_of(*ids, token=None):
    return Tweets([Tweet(id=str(id), text=f"tweet {id}") for id in ids], next_token=token)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ada"


def test_a_reader_sees_each_tweet_once_at_any_moment_and_none_again_vanish(path):
    done, seen, trouble = threading.Event(), [], []

    def look():
        before = set()
        while not done.is_set():
            files = sorted(path.glob("*.parquet"))
            found = [id for file in files for id in pq.ParquetFile(file).read(columns=["id"])["id"].to_pylist()]
            if len(found) != len(set(found)) or not before <= set(found):
                trouble.append(found)
            before = set(found)
            seen.append(len(found))

    with Archive(path, query=QUERY) as archive:
        archive.add(tweets_of(10**6, token="x"))
        reader = threading.Thread(target=look)
        reader.start()
        try:
            for start in range(10**6 - 1, 10**6 - 2000, -20):
                archive.add(tweets_of(*range(start, start - 20, -1), token="x"))
                if start % 3 == 0:
                    archive.publish()
        finally:
            done.set()
            reader.join(60)
    assert not trouble
    assert len(set(seen)) > 2
    assert len(pd.read_parquet(path)) == 2001


@pytest.mark.deep(but_one_in=3)
@pytest.mark.parametrize("start", range(3))
def test_an_interruption_at_any_line_gives_the_lock_back_and_loses_nothing(path, start):
    with Archive(path, query=QUERY) as archive:
        archive.add(tweets_of(10**6, token="x"))
    kept = []  # as a notebook keeps the last traceback, with all its frames

    def interrupt_after(lines):
        left = lines

        def trace(frame, event, argument):
            nonlocal left
            if frame.f_code.co_filename not in WATCHED:
                return None
            left -= event == "line"  # a signal does not strike between the last line and the return
            if left == 0 and event == "line":
                raise KeyboardInterrupt
            return trace

        return trace

    last = 10**6
    for lines in range(1 + start, 260, 3):
        sys.settrace(interrupt_after(lines))
        try:
            with folder_lock(path), Folder(path, query=QUERY, kind=TWEETS) as archive:
                archive.add(tweets_of(last - lines, token="x"))
        except KeyboardInterrupt as error:
            kept.append(error)
        finally:
            sys.settrace(None)
        with folder_lock(path), Folder(path, query=QUERY, kind=TWEETS) as archive:
            archive.add(tweets_of(last - lines, token="x"))
    assert len(kept) > 30
    ids = [tweet.id for tweet in Tweets.from_archive(path)]
    assert len(ids) == len(set(ids)) == 1 + len(range(1 + start, 260, 3))
    assert sorted(pd.read_parquet(path)["id"]) == sorted(ids)


FULL = """
import resource, signal, sys
from xauth_nb.errors import StoreError
from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.objects.archive import Archive
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
page = lambda n: Tweets([Tweet(id=str(id), text=f"tweet {id}") for id in range(n, n - 20, -1)], next_token="x")
try:
    with Archive(sys.argv[1], query="timeline of @ada") as archive:
        archive.add(page(10**6))
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
        archive.add(page(10**6 - 20))
        archive.publish()
except StoreError as error:
    print(error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a disk is filled by a limit of Unix")
@pytest.mark.parametrize(("most", "kept"), [(4000, 40), (300, 20)])
def test_a_disk_that_fills_loses_nothing(path, most, kept):
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(path), str(most)], capture_output=True, text=True, check=True, timeout=120
    )
    assert "could not be written" in told.stdout
    assert len(pd.read_parquet(path)) == 20
    assert len(Tweets.from_archive(path)) == kept
    assert len(Tweets.open_archive(path).to_pandas(columns=["id"])) == kept
    with Archive(path, query=QUERY) as archive:
        assert archive.state.count == kept
        archive.add(tweets_of(1, token="x"))
    assert len(pd.read_parquet(path)) == kept + 1


def written_by_version_1(path, pages):
    """Parts as the first version wrote them: one a page, fewer columns, the raw record in one of them."""
    path.mkdir()
    count = 0
    for number, page in enumerate(pages, 1):
        ids = [int(tweet.id) for tweet in page]
        count += len(page)
        is_last = number == len(pages)
        state = OldNotes(query=QUERY, count=count, until_id=None if is_last else str(min(ids)), is_complete=is_last)
        table = page.to_arrow().select(["id", "text", "lang", "like_count", "hashtags"])
        table = table.append_column("json", pa.array(to_lines(page), pa.string()))
        metadata = {"xauth_nb": json.dumps({}), "xauth_nb.archive": msgspec.json.encode(state)}
        name = f"part-{number:08d}-{min(ids)}-{max(ids)}.parquet"
        pq.write_table(table.replace_schema_metadata(metadata), path / name)


def test_a_folder_of_an_older_schema_is_read_and_gone_on_with(path, body):
    old = parse_tweets(body("timeline")).unique()
    written_by_version_1(path, [old[:3], old[3:]])
    assert [tweet.id for tweet in Tweets.from_archive(path)] == sorted((t.id for t in old), key=int, reverse=True)
    with Archive(path, query=QUERY) as archive:
        newest = archive.state.newest_id
        assert archive.state.since_id == newest
        assert len(archive.add(old)) == 0
        archive.add(tweets_of(int(newest) + 5))
    opened = Tweets.open_archive(path)
    assert opened.count == len(old) + 1
    for frame in (
        opened.to_pandas(),
        opened.scan().collect().to_pandas(),
        opened.duckdb().df(),
        opened.dask().compute(),
    ):
        assert len(frame) == len(old) + 1
        assert "json" not in frame
        assert {"lang", "full_text", "collected_at"} <= set(frame)
        assert frame["full_text"].isna().sum() == len(old)
    assert Tweets.from_archive(path).users.sorted() == old.users.sorted()


def test_an_archive_may_be_moved_and_may_lie_where_nobody_can_write(path, tmp_path):
    with Archive(path, query=QUERY) as archive:
        archive.add(tweets_of(3, 2, token="x"))
    new = shutil.move(path, tmp_path / "elsewhere")
    assert len(Tweets.open_archive(new).to_pandas()) == 2
    with Archive(new, query=QUERY) as archive:
        archive.add(tweets_of(1))
    assert len(Tweets.from_archive(new)) == 3


def test_moved_away_while_it_is_written_is_told(path, tmp_path):
    with Archive(path, query=QUERY) as archive:
        archive.add(tweets_of(3, token="x"))
        shutil.move(path, tmp_path / "elsewhere")
        with pytest.raises(StoreError, match="could not be written"):
            archive.add(tweets_of(2, token="x"))
    assert len(Tweets.from_archive(tmp_path / "elsewhere")) == 1
