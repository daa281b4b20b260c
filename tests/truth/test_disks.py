"""A disk without locks, a full one, a read-only one: what is asked for in any case is posted, and all else is not."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import subprocess

import pytest

from xauth_nb import login
from xauth_nb.doctor import doctor
from xauth_nb.errors import StoreError, TransportError
from xauth_nb.oauth.store import TokenStore


@pytest.fixture
def no_locks(monkeypatch):
    """What NFS without its lock service says; the seam is the system's own call."""

    def refuse(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", refuse)
    monkeypatch.setattr(fcntl, "lockf", refuse)


@pytest.fixture
def small_disk(x_session, tmp_path, monkeypatch):
    """A disk of its own with room for little, where this machine lets one be mounted."""
    place = tmp_path / "small"
    place.mkdir()
    made = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs", str(place)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    if not made or made.returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    monkeypatch.setenv("XAUTH_NB_HOME", str(place / "home"))
    yield place
    subprocess.run(["umount", "-l", str(place)], timeout=60, check=True)


def fill(path):
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for _ in range(1000):  # the disk has room for a few
            file.write(bytes(4096))


def posts(sandbox):
    return [request.status for request in sandbox.requests if (request.method, request.path) == ("POST", "/2/tweets")]


def test_in_any_case_is_posted_without_locks_and_it_is_said_that_it_is_not_noted(x_session, x_sandbox, no_locks):
    with pytest.raises(StoreError, match="gives no locks") as caught:
        x_session.post_tweet("Once")
    assert posts(x_sandbox) == []
    assert "The post was not sent." in caught.value.message
    assert "once=False" in caught.value.remedy
    told = r"is posted \(https?://\S+\), but it could not be noted: .*gives no locks"
    with pytest.warns(UserWarning, match=told) as warned:
        tweet = x_session.post_tweet("Once", once=False)
    assert [one.filename for one in warned] == [__file__]  # where a notebook shows it
    assert posts(x_sandbox) == [201]
    assert x_session.get_tweet(tweet.id).text == "Once"


def test_what_is_refused_or_lost_without_a_note_is_told_as_such(x_session, x_sandbox, no_locks):
    x_session.sleep = lambda _: None
    x_sandbox.fail(reset="after", method="POST")
    with pytest.raises(TransportError, match="is not known, and it could not be noted either") as caught:
        x_session.post_tweet("Lost", once=False)
    assert "x.timeline(limit=5)" in caught.value.remedy
    x_sandbox.stop()
    with pytest.raises(TransportError, match="The post was not sent"):
        x_session.post_tweet("Never", once=False)


def test_a_sign_in_on_a_disk_without_locks_is_used_and_said_not_to_be_kept(x_sandbox, no_locks):
    from xauth_nb.signin.sign_in import SignIn

    sign_in = SignIn(x_sandbox.client, endpoints=x_sandbox.endpoints, store=TokenStore())
    session = sign_in.finish(x_sandbox.approve(sign_in.begin()))
    assert session.screen_name == "ada"
    assert sign_in.kept == "not kept"
    for words in ("could not be kept", "gives no locks", "XAUTH_NB_HOME"):
        assert words in sign_in.note


def test_a_kept_sign_in_on_a_disk_that_has_become_read_only_is_used_and_still_said_to_be_kept(
    x_sandbox, monkeypatch, no_locks
):
    monkeypatch.undo()
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    TokenStore().save(x_sandbox.client, x_sandbox.sign_in("ada"), endpoints=x_sandbox.endpoints)

    def refuse(*_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(fcntl, "flock", refuse)
    from xauth_nb.signin.known import prepare

    sign_in = prepare()
    assert sign_in.session.screen_name == "ada"
    assert sign_in.kept.startswith("kept in ")
    assert sign_in.note.startswith("You are signed in, but that this account was used last could not be noted.")
    assert login().screen_name == "ada"


def test_a_full_disk_is_named(small_disk, x_session, x_sandbox):
    (small_disk / "home").mkdir(mode=0o700)
    fill(small_disk / "filled")
    report = doctor()
    for check in ("store", "ledger"):
        assert report[check].status == "fail"
        assert f"the disk mounted at {small_disk} is full" in report[check].finding
        assert "XAUTH_NB_HOME" in report[check].remedy
    with pytest.raises(StoreError, match="full"):
        x_session.post_tweet("Once")
    assert posts(x_sandbox) == []
    with pytest.raises(StoreError, match=f"the disk mounted at {small_disk} is full"):
        TokenStore().save(x_sandbox.client, x_sandbox.sign_in("ada"), endpoints=x_sandbox.endpoints)
    with pytest.warns(UserWarning, match="could not be noted"):
        assert x_session.post_tweet("Once", once=False).id
    assert posts(x_sandbox) == [201]


def test_a_read_only_disk_is_named(small_disk, x_session, x_sandbox):
    TokenStore().save(x_sandbox.client, x_sandbox.sign_in("ada"), endpoints=x_sandbox.endpoints)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], timeout=60, check=True)
    report = doctor()
    assert f"the disk mounted at {small_disk} is read-only" in report["store"].finding
    with pytest.raises(StoreError, match="is read-only"):
        x_session.post_tweet("Once")
    assert posts(x_sandbox) == []
