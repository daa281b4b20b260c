import contextlib
import json
import os
import pickle
import random
import re
import signal
import stat
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.null
import pytest

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints, X
from xauth_nb.errors import MissingDependencyError, StoreError, UsageError
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_file import without_home

CANARIES = ("canary-app-secret", "77-canary-token", "canary-token-secret")
CLIENT = ClientCredentials("abcdEFGHijklMNOPqrstUVWXy", CANARIES[0])
ADA = TokenCredentials(CANARIES[1], CANARIES[2], screen_name="Ada")
BOB = TokenCredentials("88-bobs-token", "bobs-secret", screen_name="bob")
SANDBOX = Endpoints.at("http://127.0.0.1:5000")

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
# How another process uses the store: the directory, a name, and how many accounts to save.
WRITER = """
import sys
from pathlib import Path
from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.oauth.store import TokenStore
store, who, many = TokenStore(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
sys.stdin.readline()
for n in range(many):
    token = TokenCredentials(f"t-{n}", "s", screen_name=f"{who}_{n}")
    store.save(ClientCredentials("k" * 25, "s" * 50), token, endpoints=X)
"""


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def modes_below(directory):
    return {path.name: oct(mode(path)) for path in directory.iterdir()}


@pytest.fixture
def store(tmp_path):
    return TokenStore(tmp_path / "home")


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_an_account_is_found_again_by_a_new_store_with_all_its_parts(store):
    store.save(CLIENT, ADA, endpoints=X)
    found = TokenStore(store.path.parent).find(endpoints=X)
    assert (found.client, found.token) == (CLIENT, ADA)
    assert (found.token.user_id, found.token.screen_name) == ("77", "Ada")


def test_an_empty_store_finds_nothing_and_touches_no_disk(store):
    assert store.find(endpoints=X) is None
    assert store.find_client(endpoints=X) is None
    assert store.accounts() == ()
    assert store.forget("@ada", endpoints=X) is False
    assert not store.path.parent.exists()


@pytest.mark.parametrize("name", ["@Ada", "ada", " @ADA ", "77"])
def test_a_profile_is_found_by_its_name_in_any_case_or_by_its_id(store, name):
    store.save(CLIENT, ADA, endpoints=X)
    store.save(CLIENT, BOB, endpoints=X)
    assert store.find(name, endpoints=X).token == ADA


@pytest.mark.parametrize("name", ["@eve", "", "@", "@77", "none"])
def test_a_name_that_is_not_there_finds_nobody_else(store, name):
    store.save(CLIENT, ADA, endpoints=X)
    store.save(CLIENT, TokenCredentials("99-nameless", "s"), endpoints=X)
    assert store.find(name, endpoints=X) is None


def test_without_a_name_the_last_used_account_is_found_even_when_the_clock_went_back(store):
    store.save(CLIENT, ADA, endpoints=X)
    store.save(CLIENT, BOB, endpoints=X)
    book = json.loads(store.path.read_text())
    book["accounts"][0]["last_used"] = "2099-01-01T00:00:00Z"
    store.path.write_text(json.dumps(book))
    assert store.find(endpoints=X).token == BOB
    store.mark_used(store.find("@ada", endpoints=X), endpoints=X)
    assert store.find(endpoints=X).token == ADA
    assert [profile.name for profile in store.accounts()] == ["@Ada", "@bob"]
    assert abs(store.accounts()[0].last_used - datetime.now(timezone.utc)) < timedelta(minutes=1)


def test_marking_an_account_that_was_forgotten_meanwhile_does_not_bring_it_back(store):
    store.save(CLIENT, ADA, endpoints=X)
    found = store.find(endpoints=X)
    store.forget("@ada", endpoints=X)
    store.mark_used(found, endpoints=X)
    assert store.accounts() == ()


def test_servers_and_apps_are_kept_apart(store):
    other = ClientCredentials("another-app-key", "another-secret")
    store.save(CLIENT, ADA, endpoints=X)
    store.save(other, TokenCredentials("77-other", "o", screen_name="ada"), endpoints=X)
    store.save(CLIENT, TokenCredentials("77-sand", "b", screen_name="ada"), endpoints=SANDBOX)
    assert store.find("@ada", endpoints=X).token.token == "77-other"
    assert store.find("@ada", endpoints=X, client=CLIENT).token == ADA
    assert store.find("@ada", endpoints=SANDBOX).token.token == "77-sand"
    assert store.find("@ada", endpoints=SANDBOX, client=other) is None
    assert store.find_client(endpoints=X) == other
    assert store.find_client(endpoints=SANDBOX) == CLIENT


def test_a_client_that_is_given_is_handed_back_because_its_secret_may_be_newer(store):
    store.save(CLIENT, ADA, endpoints=X)
    regenerated = ClientCredentials(CLIENT.key, "regenerated")
    assert store.find(endpoints=X, client=regenerated).client == regenerated
    assert store.find(endpoints=X).client == CLIENT


def test_signing_in_again_replaces_the_account_also_after_a_change_of_handle(store):
    store.save(CLIENT, ADA, endpoints=X)
    store.save(CLIENT, TokenCredentials("77-newer", "n", screen_name="Countess"), endpoints=X)
    assert [profile.name for profile in store.accounts()] == ["@Countess"]
    store.save(CLIENT, TokenCredentials("no-number", "n", screen_name="countess"), endpoints=X)
    assert [profile.user_id for profile in store.accounts()] == [None]
    store.save(CLIENT, TokenCredentials("77-again", "n", screen_name="Countess"), endpoints=X)
    assert [profile.user_id for profile in store.accounts()] == ["77"]


def test_a_token_of_nobody_is_refused_before_anything_is_written(store):
    with pytest.raises(UsageError, match="whose"):
        store.save(CLIENT, TokenCredentials("nobodys", "s"), endpoints=X)
    assert not store.path.exists()


def test_forgetting_an_account_leaves_the_others_and_the_app(store):
    for token in (ADA, BOB):
        store.save(CLIENT, token, endpoints=X)
    assert store.forget("@ADA", endpoints=X) is True
    assert [profile.name for profile in store.accounts()] == ["@bob"]
    assert store.find("@ada", endpoints=X) is None
    assert store.find_client(endpoints=X) == CLIENT
    for canary in CANARIES[1:]:
        assert canary not in store.path.read_text()


def test_forgetting_names_one_app_or_all_of_them(store):
    other = ClientCredentials("another-app-key", "another-secret")
    for client in (CLIENT, other):
        store.save(client, ADA, endpoints=X)
    assert store.forget("@ada", endpoints=X, client=other) is True
    assert store.find("@ada", endpoints=X).client == CLIENT
    store.save(other, ADA, endpoints=X)
    assert store.forget("@ada", endpoints=X) is True
    assert store.accounts() == ()


def test_the_directory_comes_from_the_argument_then_the_variable_then_the_system(tmp_path, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "named"))
    assert TokenStore(tmp_path / "given").path.parent == tmp_path / "given"
    assert TokenStore().path.parent == tmp_path / "named"
    monkeypatch.setenv("XAUTH_NB_HOME", " ")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert TokenStore().path.parent.name == "xauth_nb"
    if sys.platform == "linux":
        assert TokenStore().path.parent == tmp_path / "xdg" / "xauth_nb"


# --- secrets --------------------------------------------------------------------------------------------------------


def test_no_repr_shows_a_secret_and_a_profile_reads_well(store):
    profile = store.save(CLIENT, ADA, endpoints=X)
    found = store.find(endpoints=X)
    shown = " ".join(map(repr, (store, profile, found, store.accounts(), found.client, found.token, vars(profile))))
    for secret in (*CANARIES, CLIENT.key):
        assert secret not in shown
    assert re.match(r"<@Ada at api\.x\.com, app abcd…Xy, last used \d+ \w{3} 20\d\d, \d\d:\d\d UTC>$", repr(profile))
    assert profile.where == str(store.path)
    with pytest.raises(TypeError):
        pickle.dumps(found)


def test_no_local_variable_shows_a_secret_while_the_store_waits_for_another_process(store):
    store.save(CLIENT, ADA, endpoints=X)
    impatient = TokenStore(store.path.parent, patience=0)
    with held_lock(store), pytest.raises(StoreError) as caught:
        impatient.save(CLIENT, ADA, endpoints=X)
    frame, locals_ = caught.tb, []
    while frame:
        if "xauth_nb" in frame.tb_frame.f_globals["__name__"]:
            locals_.append({name: repr(value) for name, value in frame.tb_frame.f_locals.items()})
        frame = frame.tb_next
    assert len(locals_) > 2, "the frames of the store were not seen"
    for canary in CANARIES:
        assert canary not in str(locals_)


# --- the file -------------------------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_every_file_and_directory_is_private_after_the_first_write_and_after_a_rewrite(tmp_path, umask):
    home = tmp_path / "home"
    before = os.umask(umask)
    try:
        for token in (ADA, BOB):
            TokenStore(home).save(CLIENT, token, endpoints=X)
            assert oct(mode(home)) == "0o700"
            assert modes_below(home) == {"tokens.json": "0o600", "tokens.json.lock": "0o600"}
        assert os.umask(umask) == umask, "the umask of the process was changed"
    finally:
        os.umask(before)


@posix
def test_what_stood_open_before_is_closed_by_a_rewrite(store):
    store.save(CLIENT, ADA, endpoints=X)
    home = store.path.parent
    for path in (store.path, home / "tokens.json.lock"):
        path.chmod(0o644)
    home.chmod(0o755)
    store.save(CLIENT, BOB, endpoints=X)
    assert oct(mode(home)) == "0o700"
    assert modes_below(home) == {"tokens.json": "0o600", "tokens.json.lock": "0o600"}


@posix
def test_a_folder_that_somebody_made_read_only_stays_so(store):
    store.save(CLIENT, ADA, endpoints=X)
    store.path.parent.chmod(0o500)
    try:
        with contextlib.suppress(StoreError):  # root may write all the same
            store.save(CLIENT, BOB, endpoints=X)
        assert oct(mode(store.path.parent)) == "0o500"
    finally:
        store.path.parent.chmod(0o700)


@posix
def test_a_file_that_stood_open_is_closed_by_reading_it(store):
    store.save(CLIENT, ADA, endpoints=X)
    store.path.chmod(0o644)
    assert store.find(endpoints=X).token == ADA
    assert oct(mode(store.path)) == "0o600"


@posix
def test_a_folder_that_others_need_keeps_its_mode_and_the_file_in_it_is_private(tmp_path, monkeypatch):
    shared, home = tmp_path / "shared", tmp_path / "home" / "ada"
    shared.mkdir()
    shared.chmod(0o1777)
    home.mkdir(parents=True)
    home.parent.chmod(0o755)
    monkeypatch.setenv("HOME", str(home))
    for directory, kept in ((shared, 0o1777), (home.parent, 0o755)):
        TokenStore(directory).save(CLIENT, ADA, endpoints=X)
        assert oct(mode(directory)) == oct(kept)
        assert oct(mode(directory / "tokens.json")) == "0o600"


@posix
@pytest.mark.parametrize("target", ["somebody-elses.txt", "nowhere"])
def test_a_link_in_the_place_of_the_file_is_refused_and_what_it_points_to_is_left_alone(store, target):
    store.path.parent.mkdir()
    elsewhere = store.path.parent / target
    if target != "nowhere":
        elsewhere.write_text("precious")
    store.path.symlink_to(elsewhere)
    for attempt in (lambda: store.save(CLIENT, ADA, endpoints=X), lambda: store.find(endpoints=X)):
        with pytest.raises(StoreError, match="link"):
            attempt()
    assert store.path.is_symlink()
    assert not elsewhere.exists() or elsewhere.read_text() == "precious"


@posix
@pytest.mark.parametrize("suffix", [".lock", ".new"])
def test_a_link_in_the_place_of_a_helper_file_is_never_written_through(store, suffix):
    store.path.parent.mkdir()
    precious = store.path.parent / "precious.txt"
    precious.write_text("precious")
    precious.chmod(0o644)
    store.path.with_name("tokens.json" + suffix).symlink_to(precious)
    if suffix == ".lock":
        with pytest.raises(StoreError):
            store.save(CLIENT, ADA, endpoints=X)
    else:
        store.save(CLIENT, ADA, endpoints=X)
    assert precious.read_text() == "precious"
    assert oct(mode(precious)) == "0o644"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"null",
        b'{"version": 0}',
        b'{"version": true}',
        b'{"version": 1, "accounts": [{}]}',
        b'{"version": 1, "apps": [{"endpoint": "https://api.x.com", "key": "", "secret": "s"}]}',
        b'{"version": 1, "accounts": [{"endpoint": "https://api.x.com", "app": "gone", "screen_name": "ada", "user_id":'
        b' null, "token": "t", "secret": "s", "last_used": "2026-01-01T00:00:00Z"}]}',
    ],
)
@pytest.mark.parametrize("first", [TokenStore.find, partial(TokenStore.save, client=CLIENT, token=ADA)])
def test_a_damaged_file_is_set_aside_and_told_and_the_store_goes_on(store, content, first):
    store.path.parent.mkdir()
    store.path.write_bytes(content)
    with pytest.warns(UserWarning, match=r"damaged.*tokens\.json\.damaged-"):
        first(store, endpoints=X)
    (aside,) = store.path.parent.glob("*.damaged-*")
    assert aside.read_bytes() == content
    if sys.platform != "win32":
        assert oct(mode(aside)) == "0o600"
    store.save(CLIENT, ADA, endpoints=X)
    assert store.find(endpoints=X).token == ADA


def test_two_damaged_files_in_one_second_are_both_kept(store):
    store.path.parent.mkdir()
    for content in ("first", "second", "third"):
        store.path.write_text(content)
        with pytest.warns(UserWarning, match="damaged"):
            store.accounts()
    kept = sorted(path.read_text() for path in store.path.parent.glob("*.damaged-*"))
    assert kept == ["first", "second", "third"]


@pytest.mark.parametrize("version", [2, 10**30])
def test_the_file_of_a_newer_version_is_refused_and_left_alone(store, version):
    store.path.parent.mkdir()
    content = json.dumps({"version": version, "profiles": {"@ada": CANARIES[2]}})
    store.path.write_text(content)
    for attempt in (
        lambda: store.find(endpoints=X),
        lambda: store.save(CLIENT, ADA, endpoints=X),
        lambda: store.forget("@ada", endpoints=X),
        store.accounts,
    ):
        with pytest.raises(StoreError, match="newer xauth_nb"):
            attempt()
    assert store.path.read_text() == content
    assert sorted(modes_below(store.path.parent)) == ["tokens.json", "tokens.json.lock"]


def test_a_place_that_cannot_be_is_told_in_words(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"could not be written: .*[Dd]irectory") as caught:
        TokenStore(tmp_path / "file" / "below").save(CLIENT, ADA, endpoints=X)
    assert "XAUTH_NB_HOME" in caught.value.remedy


@posix
def test_a_read_only_folder_still_finds_and_says_why_it_cannot_keep(store):
    store.save(CLIENT, ADA, endpoints=X)
    before = store.path.read_bytes()
    home = store.path.parent
    home.chmod(0o500)
    try:
        if os.access(home, os.W_OK):
            pytest.skip("This user may write everywhere (root), so a read-only folder shows nothing.")
        assert store.find(endpoints=X).token == ADA
        with pytest.raises(StoreError, match="could not be written"):
            store.save(CLIENT, BOB, endpoints=X)
    finally:
        home.chmod(0o700)
    assert store.path.read_bytes() == before


@posix
def test_a_disk_without_room_loses_nothing_and_leaves_no_half_file(store):
    import resource

    store.save(CLIENT, ADA, endpoints=X)
    before = store.path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 10, limits[1]))  # the nearest thing to a full disk
    try:
        with pytest.raises(StoreError, match="could not be written: this program may not write files so large"):
            store.save(CLIENT, BOB, endpoints=X)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert store.path.read_bytes() == before
    assert sorted(modes_below(store.path.parent)) == ["tokens.json", "tokens.json.lock"]


# --- several at once ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def held_lock(store):
    """Hold the lock of a store through another open file, as another process would."""
    import fcntl

    with store.path.with_name("tokens.json.lock").open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@posix
def test_a_lock_that_is_never_given_back_is_told_after_a_bounded_wait_and_readers_do_not_wait(store):
    store.save(CLIENT, ADA, endpoints=X)
    with held_lock(store):
        began = time.monotonic()
        with pytest.raises(StoreError, match="another thread of this kernel"):
            TokenStore(store.path.parent, patience=0.1).save(CLIENT, BOB, endpoints=X)
        assert 0.1 <= time.monotonic() - began < 5
        assert store.find(endpoints=X).token == ADA
    store.save(CLIENT, BOB, endpoints=X)


def test_eight_threads_writing_at_once_lose_nothing(store):
    def write(who):
        for n in range(5):
            store.save(CLIENT, TokenCredentials(f"t-{n}", "s", screen_name=f"{who}_{n}"), endpoints=X)

    threads = [threading.Thread(target=write, args=(f"w{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(json.loads(store.path.read_text())["accounts"]) == 40


def test_eight_processes_writing_at_once_lose_nothing(store):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(store.path.parent), f"w{n}", "10"],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for n in range(8)
    ]
    try:
        for writer in writers:
            writer.stdin.write(b"go\n")
            writer.stdin.flush()
        complaints = [writer.communicate(timeout=60)[1] for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait(20)
    assert complaints == [b""] * 8
    names = {account["screen_name"] for account in json.loads(store.path.read_text())["accounts"]}
    assert names == {f"w{who}_{n}" for who in range(8) for n in range(10)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, to start a writer quickly")
@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.deep)])
def test_a_writer_killed_at_random_moments_leaves_the_old_file_or_the_new_one(store, kills):
    store.save(CLIENT, ADA, endpoints=X)
    book = json.loads(store.path.read_text())
    book["accounts"] += [dict(book["accounts"][0], user_id=str(n), screen_name="x" * 5000) for n in range(100, 200)]
    store.path.write_text(json.dumps(book))  # large enough that writing it takes time
    half_written = store.path.with_name("tokens.json.new")
    chance = random.Random(20261130)
    in_the_middle = 0
    for kill in range(kills):  # every other one waits for a file that is being written
        ours, theirs = os.pipe()
        writer = os.fork()
        if writer == 0:
            signal.alarm(60)  # a forked process may find a lock taken by a thread that it does not have
            try:
                for n in range(1, 10_000):
                    store.save(CLIENT, TokenCredentials(f"1-{n}", "s", screen_name="counter"), endpoints=X)
                    os.write(theirs, b".")
            finally:
                os._exit(1)
        os.close(theirs)
        try:
            acknowledged = len(os.read(ours, 1))
            until = time.perf_counter() + (chance.random() * 0.01 if kill % 2 else 1)
            while time.perf_counter() < until and (kill % 2 or not half_written.exists()):
                pass
        finally:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        while more := os.read(ours, 1000):
            acknowledged += len(more)
        os.close(ours)
        accounts = json.loads(store.path.read_text())["accounts"]
        assert len(accounts) == 102
        (counter,) = [account["token"] for account in accounts if account["screen_name"] == "counter"]
        assert int(counter.removeprefix("1-")) in (acknowledged, acknowledged + 1)
        in_the_middle += half_written.exists()
    assert in_the_middle > 0, "no kill hit a writer in the middle of writing, so this showed nothing"
    store.save(CLIENT, ADA, endpoints=X)
    assert sorted(modes_below(store.path.parent)) == ["tokens.json", "tokens.json.lock"]


# --- the keyring ----------------------------------------------------------------------------------------------------


class MemoryKeyring(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


class BrokenKeyring(MemoryKeyring):
    def get_password(self, service, username, password=""):
        raise RuntimeError(f"the bus is gone, and with it {password}")

    def set_password(self, service, username, password):
        self.get_password(service, username, password)


@pytest.fixture
def use_keyring():
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_with_a_keyring_the_file_holds_no_secret_and_everything_is_found(store, use_keyring):
    use_keyring(memory := MemoryKeyring())
    in_keyring = TokenStore(store.path.parent, keyring=True)
    assert in_keyring.save(CLIENT, ADA, endpoints=X).where == "the system's keyring"
    for canary in CANARIES:
        assert canary not in store.path.read_text()
    assert len(memory.kept) == 2
    for either in (store, in_keyring):
        found = either.find("@ada", endpoints=X)
        assert (found.client, found.token) == (CLIENT, ADA)
    assert store.forget("@ada", endpoints=X) is True
    assert len(memory.kept) == 1, "the app's key stays"


def test_going_back_from_the_keyring_to_the_file_leaves_nothing_in_the_keyring(store, use_keyring):
    use_keyring(memory := MemoryKeyring())
    TokenStore(store.path.parent, keyring=True).save(CLIENT, ADA, endpoints=X)
    store.save(CLIENT, ADA, endpoints=X)
    assert memory.kept == {}
    assert store.find(endpoints=X).token == ADA


def test_signing_in_again_overwrites_what_the_keyring_had(store, use_keyring):
    use_keyring(memory := MemoryKeyring())
    in_keyring = TokenStore(store.path.parent, keyring=True)
    for token in (ADA, TokenCredentials("77-newer", "n", screen_name="Countess")):
        in_keyring.save(CLIENT, token, endpoints=X)
    assert in_keyring.find(endpoints=X).token.token == "77-newer"
    assert len(memory.kept) == 2


@pytest.mark.parametrize("backend", [BrokenKeyring, keyring.backends.null.Keyring])
def test_a_keyring_that_does_not_work_is_told_with_the_way_back_and_the_file_stays(store, use_keyring, backend):
    store.save(CLIENT, BOB, endpoints=X)
    before = store.path.read_bytes()
    use_keyring(backend())
    with pytest.raises(StoreError, match="keyring") as caught:
        TokenStore(store.path.parent, keyring=True).save(CLIENT, ADA, endpoints=X)
    assert "private file" in caught.value.remedy
    assert not any(canary in str(caught.value) for canary in CANARIES)
    assert store.path.read_bytes() == before


def test_a_keyring_that_stopped_to_work_hinders_neither_a_new_sign_in_nor_forgetting(store, use_keyring):
    use_keyring(MemoryKeyring())
    for token in (ADA, BOB):
        TokenStore(store.path.parent, keyring=True).save(CLIENT, token, endpoints=X)
    use_keyring(BrokenKeyring())
    with pytest.raises(StoreError, match="keyring"):
        store.find("@ada", endpoints=X)
    assert len(store.accounts()) == 2
    with pytest.warns(UserWarning, match="keyring"):
        store.save(CLIENT, ADA, endpoints=X)
    assert store.find("@ada", endpoints=X).token == ADA
    with pytest.warns(UserWarning, match="delete it"):
        assert store.forget("@bob", endpoints=X) is True
    assert [profile.name for profile in store.accounts()] == ["@Ada"]


def test_an_emptied_keyring_is_told(store, use_keyring):
    use_keyring(memory := MemoryKeyring())
    TokenStore(store.path.parent, keyring=True).save(CLIENT, ADA, endpoints=X)
    memory.kept.clear()
    with pytest.raises(StoreError, match="no such entry"):
        store.find(endpoints=X)


def test_asking_for_a_keyring_without_the_package_says_what_to_install():
    # A fresh interpreter that finds no further package once the store is loaded, as where the extra was not installed.
    program = (
        "import sys\n"
        "from xauth_nb.errors import MissingDependencyError\n"
        "from xauth_nb.oauth.store import TokenStore\n"
        "sys.path.clear()\n"
        "try: TokenStore(keyring=True)\n"
        "except MissingDependencyError as error: print(error)\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert "pip install 'xauth-nb[keyring]'" in shown
    assert issubclass(MissingDependencyError, ImportError)


def test_the_file_is_where_the_store_says_and_readable_by_people(store):
    store.save(CLIENT, ADA, endpoints=X)
    assert store.path == Path(store.path.parent, "tokens.json")
    assert store.path.read_text().startswith('{\n  "version": 1,\n')


def test_a_path_is_shown_from_home_where_there_is_one(monkeypatch):
    inside = str(Path.home() / "kept")
    assert without_home(inside) == str(Path("~") / "kept")

    def nowhere():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nowhere)
    assert without_home(inside) == inside
