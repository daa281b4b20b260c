"""The same tweets, written and packed as other programs do."""

from __future__ import annotations

import bz2
import lzma
import zipfile

import pandas as pd
import pyarrow as pa
import pytest

from xauth_nb.errors import StoreError, UsageError
from xauth_nb.tweets import Tweet, Tweets

TWEETS = Tweets([Tweet(id="2112345678901234567", text="größer 😀"), Tweet(id="1", text="eins")])


@pytest.fixture
def lines(tmp_path):
    path = tmp_path / "tweets.jsonl"
    TWEETS.to_jsonl(path)
    return path.read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_text_that_says_how_it_is_written_is_read_so(encoding, lines, tmp_path):
    path = tmp_path / "other"
    path.write_bytes(lines.decode().replace("\n", "\r\n").encode(encoding))
    assert [(tweet.id, tweet.text) for tweet in Tweets.from_file(path)] == [(t.id, t.text) for t in TWEETS]
    path.write_bytes("id,text\n1,größer\n".encode(encoding))
    assert [tweet.text for tweet in Tweets.from_file(path)] == ["größer"]


@pytest.mark.parametrize(("packing", "name"), [(bz2.compress, "bzip2"), (lzma.compress, "xz"), (None, "Zstandard")])
def test_what_is_packed_otherwise_is_told_as_that(packing, name, lines, tmp_path):
    path = tmp_path / "packed"
    path.write_bytes(packing(lines) if packing else pa.compress(lines, "zstd", asbytes=True))
    with pytest.raises(UsageError, match=f"is packed with {name}"):
        Tweets.from_file(path)


def test_a_zip_of_something_else_is_told_what_to_do_with(lines, tmp_path):
    with zipfile.ZipFile(tmp_path / "lines.zip", "w") as archive:
        archive.writestr("tweets.jsonl", lines)
    with pytest.raises(UsageError, match="can be read when it is unpacked"):
        Tweets.from_file(tmp_path / "lines.zip")


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.zip"])
def test_an_empty_file_that_cannot_be_empty_is_damaged(name, tmp_path):
    (tmp_path / name).touch()
    with pytest.raises(StoreError, match="is empty"):
        Tweets.from_file(tmp_path / name)
    (tmp_path / "a.jsonl").touch()
    assert len(Tweets.from_file(tmp_path / "a.jsonl")) == 0


def test_ids_that_are_whole_numbers_in_parquet_have_lost_nothing(tmp_path):
    path = tmp_path / "numbers.parquet"
    pd.DataFrame({"id": [2112345678901234567], "text": ["x"]}).to_parquet(path)
    assert [tweet.id for tweet in Tweets.from_file(path)] == ["2112345678901234567"]
    pd.DataFrame({"id": [2112345678901234567.0], "text": ["x"]}).to_parquet(path)
    with pytest.raises(UsageError, match="the last digits of such an id are lost"):
        Tweets.from_file(path)
