"""A path that begins with ``~`` and leads to no home is told as that, wherever a path is given."""

from __future__ import annotations

import pytest

from xauth_nb import Sandbox, Tweets, UsageError
from xauth_nb.media import MediaSource
from xauth_nb.oauth.imports import read_accounts
from xauth_nb.paths import path_of
from xauth_nb.reading.idlists import listed
from xauth_nb.tweets.archive.holding import folder_lock

NOWHERE = "~nobody-has-this-name/kept.gz"
DOORS = {
    "media": MediaSource,
    "ids": lambda path: listed(path, "ids", "one id", None, ("id",)),
    "tweets": Tweets.from_file,
    "written": lambda path: Tweets([]).to_jsonl(path),
    "archive": Tweets.open_archive,
    "archives": Tweets.from_archive,
    "collected": folder_lock,
    "accounts": read_accounts,
    "sandbox": lambda path: Sandbox(tweets=0, file=path),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_home_that_nobody_has_is_told_where_a_path_is_given(door):
    with pytest.raises(UsageError, match=r"kept\.gz begins with ~, and no home is known") as caught:
        DOORS[door](NOWHERE)
    assert caught.value.remedy == "Write the whole path."


def test_a_home_that_is_there_is_gone_into(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert path_of("~/kept") == tmp_path / "kept"
    assert path_of(tmp_path) == tmp_path
