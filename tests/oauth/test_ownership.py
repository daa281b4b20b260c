"""What another user may have put in the store's place is not trusted, and it is said; what we make is ours alone."""

from __future__ import annotations

import os
import stat
import sys
import threading

import pytest

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import StoreError
from xauth_nb.oauth.mailbox import CallbackMailbox, Delivery, Postman
from xauth_nb.oauth.ownership import check_ours, make_folders
from xauth_nb.oauth.store import TokenStore

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such modes")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")

CLIENT = ClientCredentials("an-api-key-0123456789", "an-api-secret-0123456789")
ADA = TokenCredentials("123-an-access-token-0123456789", "an-access-secret-0123456789", "123", "ada")
STRANGER = 54321


@pytest.fixture
def store(tmp_path):
    store = TokenStore(tmp_path / "home")
    store.save(CLIENT, ADA, endpoints=X)
    return store


def refuse(store, why):
    for attempt in (
        lambda: store.find(endpoints=X),
        lambda: store.accounts(),
        lambda: store.save(CLIENT, ADA, endpoints=X),
        lambda: store.forget("@ada", endpoints=X),
    ):
        with pytest.raises(StoreError, match=why):
            attempt()


@as_root
def test_a_file_of_another_user_is_not_trusted(store):
    os.chown(store.path, STRANGER, -1)
    before = store.path.read_bytes()
    refuse(store, "belongs to another user")
    assert store.path.read_bytes() == before


@as_root
def test_a_folder_of_another_user_is_not_trusted(store):
    os.chown(store.path.parent, STRANGER, -1)
    refuse(store, "folder .* belongs to another user")


@as_root
def test_nothing_is_begun_in_a_folder_of_another_user(tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    os.chown(folder, STRANGER, -1)
    with pytest.raises(StoreError, match="belongs to another user"):
        TokenStore(folder).save(CLIENT, ADA, endpoints=X)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("mode", [0o777, 0o770, 0o707, 0o720])
def test_what_lies_in_a_folder_into_which_others_may_write_is_not_trusted(store, mode):
    store.path.parent.chmod(mode)
    refuse(store, "other users may write")


@pytest.mark.parametrize("mode", [0o666, 0o620, 0o602])
def test_a_file_that_others_may_write_is_not_trusted(store, mode):
    store.path.chmod(mode)
    refuse(store, "other users may write")


def test_a_folder_that_stands_open_and_is_empty_is_closed_and_used(tmp_path):
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o777)
    TokenStore(folder).save(CLIENT, ADA, endpoints=X)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_where_each_may_touch_only_their_own_is_fine(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o1777)
    store = TokenStore(folder)
    store.save(CLIENT, ADA, endpoints=X)
    assert store.find(endpoints=X).token == ADA


@as_root
def test_a_ledger_of_another_user_is_not_trusted(x_sandbox, x_session):
    x_session.post_tweet("Mine")
    os.chown(x_session.ledger.path, STRANGER, -1)
    with pytest.raises(StoreError, match="belongs to another user"):
        x_session.post_tweet("Not mine")


@as_root
@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
def test_what_another_user_put_beside_a_ledger_is_not_written_into_it(x_session, end):
    x_session.ledger.path.parent.mkdir(parents=True, exist_ok=True)
    planted = x_session.ledger.path.with_name(x_session.ledger.path.name + end)
    planted.write_bytes(b"theirs")
    os.chown(planted, STRANGER, -1)
    with pytest.raises(StoreError, match=f"sqlite3{end} belongs to another user"):
        x_session.post_tweet("Not mine")
    assert planted.read_bytes() == b"theirs"


@pytest.mark.parametrize("name", ["tokens.json.lock", "tokens.json.new"])
def test_a_file_that_a_planted_name_leads_to_stays_as_it_was(tmp_path, name):
    other, folder = tmp_path / "other", tmp_path / "home"
    other.write_text("mine, and another program's")
    folder.mkdir()
    os.link(other, folder / name)
    TokenStore(folder).save(CLIENT, ADA, endpoints=X)
    assert other.read_text() == "mine, and another program's"


PLANTS = {
    "a hard link": lambda planted, other: os.link(other, planted),
    "a link": lambda planted, other: planted.symlink_to(other),
    "a pipe": lambda planted, _: os.mkfifo(planted),
}


@pytest.mark.parametrize("end", [".last", ".lock", ".new"])
@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_a_ledger_waits_for_no_pipe_and_writes_through_no_link(x_session, tmp_path, plant, end):
    ledger, other, told = x_session.ledger.path, tmp_path / "other", []
    other.write_text("mine, and another program's")
    ledger.parent.mkdir(parents=True, exist_ok=True)
    plant(ledger.with_name(f"{ledger.name}{end}"), other)

    def post():
        try:
            told.append(x_session.post_tweet("Once").text)
        except StoreError as error:
            told.append(error.message)

    posting = threading.Thread(target=post, daemon=True)
    posting.start()
    posting.join(30)
    assert told, "it waits for ever"
    assert told == ["Once"] or "could not be" in told[0]
    assert other.read_text() == "mine, and another program's"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_missing_parents_are_private_under_any_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        make_folders(tmp_path / "a" / "b" / "c")
        TokenStore(tmp_path / "d" / "e").save(CLIENT, ADA, endpoints=X)
        link = "https://api.x.com/oauth/authorize?oauth_token=a-request-token"
        CallbackMailbox(link, lambda _: None, folder=tmp_path / "f" / "g" / "h").start().close()
    finally:
        os.umask(before)
    for folder in ("a", "a/b", "a/b/c", "d", "d/e", "f", "f/g", "f/g/h"):
        assert oct(stat.S_IMODE((tmp_path / folder).stat().st_mode)) == "0o700", folder


def test_an_answer_is_the_whole_content_of_its_file(tmp_path):
    folder = tmp_path / "box"
    link = "https://api.x.com/oauth/authorize?oauth_token=a-request-token"
    box = CallbackMailbox(link, lambda _: None, folder=folder)
    make_folders(folder)
    box._wait.write_bytes(b"&" + b"left from before" * 100)
    query = "oauth_token=a-request-token&oauth_verifier=a-verifier-0123456789"
    assert Postman(folder).deliver(query) is Delivery.APPROVAL
    assert box._answer.read_text() == query


def test_control_what_is_ours_alone_passes(tmp_path):
    check_ours(tmp_path, tmp_path.stat())
