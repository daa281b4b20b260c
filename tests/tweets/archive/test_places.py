"""Where an archive lies and what it is called: most tools take a path for a pattern, and it must be none to them."""

from __future__ import annotations

import shutil
import sys

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from xauth_nb.errors import StoreError
from xauth_nb.tweets import Tweet, Tweets
from xauth_nb.tweets.frames.arrow import SCHEMA_KEY
from xauth_nb.tweets.frames.columns import SCHEMA
from xauth_nb.tweets.objects.archive import Archive

NAMES = ["with space ü 日本", "[abc]", "{a,b}", "it's # 20%20 x", "[[", "a]b"]
if sys.platform != "win32":
    NAMES += ["a*b?", "a\\b"]


def archive_in(folder, *ids):
    with Archive(folder, query="timeline of @ada") as archive:
        archive.add(Tweets([Tweet(id=id, text=f"tweet {id}") for id in ids]))


@pytest.mark.parametrize("name", NAMES)
def test_every_tool_reads_a_folder_by_its_name_and_no_other(name, tmp_path):
    archive_in(tmp_path / name, "2", "1")
    for other in ("a", "b", "c", "axb1"):  # what the name would be as a pattern
        archive_in(tmp_path / other, "7")
    opened = Tweets.open_archive(tmp_path / name)
    found = {
        "polars": opened.scan().collect()["id"].to_list(),
        "pandas": opened.to_pandas()["id"].to_list(),
        "duckdb": [id for (id,) in opened.duckdb().project("id").fetchall()],
        "dask": opened.dask(columns=["id"])["id"].compute().to_list(),
        "records": [tweet.id for tweet in Tweets.from_archive(tmp_path / name)],
    }
    assert {tool: sorted(ids) for tool, ids in found.items()} == {tool: ["1", "2"] for tool in found}


def test_a_frame_says_the_version_of_its_oldest_rows(tmp_path):
    archive_in(tmp_path, "2", "1")
    assert Tweets.open_archive(tmp_path).to_pandas().attrs[SCHEMA_KEY] == SCHEMA
    part = next(tmp_path.glob("*.parquet"))
    table = pq.read_table(part)
    older = {**table.schema.metadata, SCHEMA_KEY.encode(): b"1"}
    pq.write_table(table.drop_columns(["place_id"]).replace_schema_metadata(older), part)
    frame = Tweets.open_archive(tmp_path).to_pandas()
    assert "place_id" not in frame
    assert frame.attrs[SCHEMA_KEY] == 1
    assert pa.Table.from_pandas(frame).num_rows == 2


def test_a_program_may_go_to_another_folder_while_an_archive_is_open(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Archive("ada", query="timeline of @ada") as archive:
        archive.add(Tweets([Tweet(id="2", text="tweet 2")], next_token="more"))
        opened = Tweets.open_archive("ada")
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
        archive.add(Tweets([Tweet(id="1", text="tweet 1")]))
    assert sorted(opened.to_pandas()["id"]) == ["1", "2"]
    assert [tweet.id for tweet in Tweets.from_archive(tmp_path / "ada")] == ["2", "1"]
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_copy_of_a_part_is_told_and_counts_nothing_twice(tmp_path):
    archive_in(tmp_path, "2", "1")
    part = next(tmp_path.glob("*.parquet"))
    shutil.copy(part, tmp_path / "part-00000001 (1).parquet")  # of a file manager: it has not the name of a part
    assert len(Tweets.open_archive(tmp_path).to_pandas()) == 2
    copy = shutil.copy(part, tmp_path / "part-00000007.parquet")
    with pytest.raises(StoreError, match="holds 4 rows and noted 2: part-00000007"):
        Tweets.open_archive(tmp_path)
    copy.unlink()
    assert len(Tweets.open_archive(tmp_path).to_pandas()) == 2
