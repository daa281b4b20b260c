"""Something happens to the ledger's file while a post is with X: it is noted all the same, or said not to be."""

from __future__ import annotations

import shutil
import sqlite3
import warnings

import pytest
from requests.adapters import HTTPAdapter

from xauth_nb.errors import StoreError, TransportError, XAuthError
from xauth_nb.oauth.disk import DiskError
from xauth_nb.posting.noting import note_tweet
from xauth_nb.tweets import Tweet

POST = {"method": "POST", "path": "/2/tweets"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


class Meanwhile(HTTPAdapter):
    """Does something once a post has come to X, and before anybody hears of it."""

    def __init__(self, inner, act):
        super().__init__()
        self.inner, self.acts = inner, [act]

    def send(self, request, **kwargs):
        try:
            return self.inner.send(request, **kwargs)
        finally:
            if request.method == "POST" and request.path_url == "/2/tweets" and self.acts:
                self.acts.pop()()

    def close(self):
        self.inner.close()


@pytest.fixture
def meanwhile(x):
    return lambda act: x.mount(x.endpoints.base_url, Meanwhile(x.adapter, act))


def moved(path, copy):
    path.parent.rename(path.parent.with_name("elsewhere"))


def removed(path, copy):
    path.unlink()


def an_older_copy(path, copy):
    shutil.copy(copy, path)


def cut_off(path, copy):
    path.write_bytes(path.read_bytes()[:5000])


def emptied(path, copy):
    path.write_bytes(b"")


@pytest.mark.parametrize("is_lost", [False, True], ids=["answered", "lost"])
@pytest.mark.parametrize("act", [moved, removed, an_older_copy, cut_off, emptied], ids=lambda act: act.__name__)
def test_it_is_noted_and_posted_once(sb, x, posts, meanwhile, tmp_path, act, is_lost):
    x.post_tweet("Before")
    path = x.ledger.path
    shutil.copy(path, tmp_path / "copy")
    meanwhile(lambda: act(path, tmp_path / "copy"))
    if is_lost:
        sb.fail(reset="after", **POST)
        sb.fail(50, reset="before", method="GET")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", UserWarning)
        try:
            x.post_tweet("With a picture", media=PNG)
        except TransportError as error:
            assert is_lost
            assert "it first looks for the tweet" in error.remedy  # noqa: PT017 - what is raised depends
    damaged = act in (cut_off, emptied)
    assert [str(one.message).count("set aside") for one in told] == ([1] if damaged else [])
    assert all("A new one begins with the post" in str(one.message) for one in told)
    assert x.ledger[-1].state == ("doubtful" if is_lost else "posted")
    sb.heal()
    if act is an_older_copy:  # which the note has not made the true one
        with pytest.raises(StoreError, match="older copy"):
            x.post_tweet("Another")
    tweet = x.post_tweet("With a picture", media=PNG)
    assert sum(text.startswith("With a picture") for text in posts()) == 1
    assert x.ledger[-1].tweet_id == tweet.id


@pytest.mark.parametrize("is_lost", [False, True], ids=["answered", "lost"])
def test_what_cannot_be_noted_anywhere_is_said(sb, x, meanwhile, is_lost):
    x.post_tweet("Before")

    def act():
        x.ledger.path.unlink()
        x.ledger.path.mkdir()

    meanwhile(act)
    if not is_lost:
        with pytest.warns(UserWarning, match="A ledger that does not have it posts it again"):
            x.post_tweet("Unnoted")
        return
    sb.fail(reset="after", **POST)
    sb.fail(50, reset="before", method="GET")
    with pytest.raises(XAuthError, match="could not be noted either") as caught:
        x.post_tweet("Unnoted")
    assert caught.value.remedy.startswith("Look at x.timeline(limit=5) before you run the cell again")


class Filling:
    """A ledger that was damaged, on a disk that has no room for a new one."""

    def __init__(self):
        self.troubles = [StoreError("It is damaged."), DiskError("The disk is full.")]

    def confirm(self, *given):
        raise self.troubles.pop(0)


def test_a_full_disk_does_not_hide_that_the_ledger_is_gone():
    with pytest.warns(UserWarning, match=r"It is damaged\. A ledger that does not have it posts it again"):
        note_tweet(Filling(), None, Tweet(id="21", text="Posted"))


def test_no_other_post_is_written_over(x, posts, meanwhile, tmp_path, signed_in, sb, monkeypatch):
    """In the file that takes the ledger's place the number is another post's, which is in doubt."""
    x.post_tweet("Before")
    home = x.ledger.path.parent
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "another"))
    y = signed_in(sb)
    y.post_tweet("Elsewhere")
    sb.fail(reset="before", **POST)
    with pytest.raises(TransportError):
        y.post_tweet("In doubt elsewhere")
    other = y.ledger.path
    monkeypatch.setenv("XAUTH_NB_HOME", str(home))
    meanwhile(lambda: shutil.copy(other, x.ledger.path))
    tweet = x.post_tweet("Meanwhile")
    found = {entry.text: (entry.state, entry.tweet_id) for entry in x.ledger}
    assert found["In doubt elsewhere"] == ("doubtful", None)
    assert found["Meanwhile"] == ("posted", tweet.id)


def test_a_refusal_takes_no_other_post_away(sb, x, meanwhile, tmp_path, signed_in, monkeypatch):
    x.post_tweet("Before")
    home = x.ledger.path.parent
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "another"))
    y = signed_in(sb)
    y.post_tweet("One"), y.post_tweet("Two")
    other = y.ledger.path
    monkeypatch.setenv("XAUTH_NB_HOME", str(home))
    meanwhile(lambda: shutil.copy(other, x.ledger.path))
    sb.fail(status=403, **POST)
    with pytest.raises(XAuthError):
        x.post_tweet("Refused")
    assert [entry.text for entry in x.ledger] == ["One", "Two"]


def test_a_ledger_that_begins_with_nothing_is_called_empty(sb, x, meanwhile):
    """X has refused the post, so there is none to begin with."""
    x.post_tweet("Before")
    meanwhile(lambda: cut_off(x.ledger.path, None))
    sb.fail(status=403, **POST)
    with pytest.warns(UserWarning, match="A new, empty one begins") as told, pytest.raises(XAuthError):
        x.post_tweet("Refused")
    assert len(told) == 1
    assert list(x.ledger) == []


def test_a_number_is_never_given_twice(sb, x):
    """Who settles a post by its number, and runs that cell again, must not settle another."""
    for text in ("First in doubt", "Second in doubt"):
        sb.fail(reset="before", **POST)
        with pytest.raises(TransportError):
            x.post_tweet(text)
        entry = x.ledger[-1]
        assert x.ledger.settle(entry.number, sent=False) is None
        with pytest.raises(XAuthError, match="no post in doubt"):
            x.ledger.settle(entry.number, sent=False)
        with pytest.raises(XAuthError, match="no post in doubt"):
            x.ledger.settle(entry, sent=False)


def test_a_ledger_that_gave_numbers_twice_gives_none_twice_any_more(x):
    """The version before; its entries stay what and where they are."""
    from xauth_nb.ledger.schema import STEPS

    path = x.ledger.path
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    for step in STEPS[:3]:
        for statement in step:
            connection.execute(statement)
    scope = (x.ledger._scope["server"], x.ledger._scope["account"])
    for number in (3, 7):
        connection.execute(
            "INSERT INTO posts VALUES (?, 'posted', 'print', NULL, 'text', 1764000000.5, 1764000001.25, '7', 'a.ipynb',"
            "'host', 5, ?, 'text', ?, ?, '1764000000.500')",
            (number, str(20 + number), *scope),
        )
    connection.execute("PRAGMA user_version = 3")
    connection.commit()
    connection.close()
    assert [(entry.number, entry.tweet_id, entry.media) for entry in x.ledger] == [(3, "23", ("7",)), (7, "27", ("7",))]
    x.post_tweet("Now")
    assert x.ledger[-1].number == 8
