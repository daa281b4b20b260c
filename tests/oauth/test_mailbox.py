"""The folder between a Jupyter server and the kernels of one user: what is handed over, to whom, and what is left."""

from __future__ import annotations

import hashlib
import logging
import os
import queue
import stat
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode

import pytest

from xauth_nb.endpoints import X
from xauth_nb.errors import LoginUnavailableError
from xauth_nb.oauth.mailbox import CallbackMailbox, Delivery, Postman, is_for_server, mailbox_folder

OURS = "CE545gAAAAAAABtaAAABcbPlJBQ"
THEIRS = "Zm9yZXYAAAAAABtaAAABcbPlJBQ"
VERIFIER = "canaryVerifier0123456789abcdefgh"

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits, owners or such links")


def approval(token=OURS, verifier=VERIFIER):
    return urlencode({"oauth_token": token, "oauth_verifier": verifier})


def link(token=OURS):
    return X.authorize_url(token)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data" / "callbacks"


class Waiting:
    """A mailbox, and what it handed over."""

    def __init__(self, folder, token=OURS):
        self.answers = queue.Queue()
        self.mailbox = CallbackMailbox(link(token), self.answers.put, folder=folder)

    def __enter__(self):
        self.mailbox.start()
        return self

    def __exit__(self, *_):
        self.mailbox.close()

    def answer(self):
        return self.answers.get(timeout=10)


# --- the answer -----------------------------------------------------------------------------------------------------


def test_an_approval_reaches_the_kernel_as_the_query_that_came_and_leaves_nothing(folder):
    with Waiting(folder) as waiting:
        postman = Postman(folder)
        assert postman.deliver(approval()) is Delivery.APPROVAL
        assert waiting.answer() == approval()
        assert postman.is_fetched(approval())
        assert list(folder.iterdir()) == []


def test_a_refusal_reaches_the_kernel_too(folder):
    with Waiting(folder) as waiting:
        assert Postman(folder).deliver(f"denied={OURS}") is Delivery.REFUSAL
        assert waiting.answer() == f"denied={OURS}"


def test_an_answer_is_handed_over_once_and_a_repetition_is_told_apart_from_a_stranger(folder):
    postman = Postman(folder)
    with Waiting(folder) as waiting:
        assert postman.deliver(approval()) is Delivery.APPROVAL
        assert postman.deliver(approval(verifier="0" * 32)) is Delivery.REPEATED
        assert waiting.answer() == approval()
        assert postman.deliver(f"denied={OURS}") is Delivery.REPEATED
        assert postman.deliver(approval(THEIRS)) is Delivery.REFUSED
    assert postman.deliver(approval()) is Delivery.REPEATED
    assert waiting.answers.empty()


def test_of_many_tabs_at_once_exactly_one_hands_over(folder):
    postman, outcomes, start = Postman(folder), [], threading.Barrier(8)

    def answer_in_a_tab():
        start.wait(20)
        outcomes.append(postman.deliver(approval()))

    with Waiting(folder) as waiting:
        tabs = [threading.Thread(target=answer_in_a_tab) for _ in range(8)]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join(20)
        assert outcomes.count(Delivery.APPROVAL) == 1
        assert waiting.answer() == approval()
    assert waiting.answers.empty()


def test_two_kernels_wait_side_by_side_and_each_gets_its_own_answer(folder):
    postman = Postman(folder)
    with Waiting(folder) as first, Waiting(folder, THEIRS) as second:
        assert postman.deliver(approval(THEIRS, "s" * 32)) is Delivery.APPROVAL
        assert postman.deliver(approval(OURS, "f" * 32)) is Delivery.APPROVAL
        assert first.answer() == approval(OURS, "f" * 32)
        assert second.answer() == approval(THEIRS, "s" * 32)
        assert first.answers.empty()
        assert second.answers.empty()


@pytest.mark.parametrize(
    "query",
    [
        approval(THEIRS),
        f"denied={THEIRS}",
        f"oauth_token={OURS}",
        f"oauth_verifier={VERIFIER}",
        "4868795",
        "",
        f"oauth_token=../{hashlib.sha256(OURS.encode()).hexdigest()}&oauth_verifier={VERIFIER}",
        f"{approval()}&padding=ä",
        approval() + "&padding=" + "x" * 10_000_000,
    ],
    ids=["forged", "forged refusal", "no verifier", "no token", "a PIN", "empty", "a path", "not ASCII", "10 MB"],
)
def test_anything_else_is_refused_and_the_kernel_goes_on_waiting(folder, query):
    postman = Postman(folder)
    with Waiting(folder) as waiting:
        assert postman.deliver(query) is Delivery.REFUSED
        assert postman.deliver(approval()) is Delivery.APPROVAL
        assert waiting.answer() == approval()
    assert waiting.answers.empty()


def test_who_is_not_waiting_any_more_gets_nothing_and_nothing_is_left(folder):
    postman = Postman(folder)
    with Waiting(folder) as waiting:
        pass
    waiting.mailbox.close()
    assert postman.deliver(approval()) is Delivery.REFUSED
    assert list(folder.iterdir()) == []
    assert waiting.answers.empty()


def test_the_mailbox_may_be_closed_by_what_it_calls(folder):
    closed = threading.Event()

    def close_at_once(_):
        mailbox.close()
        closed.set()

    with CallbackMailbox(link(), close_at_once, folder=folder) as mailbox:
        Postman(folder).deliver(approval())
        assert closed.wait(10)


def test_a_server_without_any_waiting_kernel_makes_no_folder(folder):
    assert Postman(folder).deliver(approval()) is Delivery.REFUSED
    assert not folder.exists()


def test_a_server_says_that_an_answer_is_not_fetched_while_it_lies_there(folder):
    folder.mkdir(parents=True, mode=0o700)
    announce(folder)  # by a kernel that was killed since
    postman = Postman(folder)
    assert postman.deliver(approval()) is Delivery.APPROVAL
    assert not postman.is_fetched(approval())


# --- the files ------------------------------------------------------------------------------------------------------


def announce(folder, token=OURS, ending="wait"):
    path = folder / f"{hashlib.sha256(token.encode()).hexdigest()}.{ending}"
    path.touch(0o600)
    return path


def test_the_announcement_tells_neither_the_token_nor_anything_else(folder):
    with Waiting(folder):
        (only,) = folder.iterdir()
        assert only.name == hashlib.sha256(OURS.encode()).hexdigest() + ".wait"
        assert only.read_bytes() == b""


@posix_only
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_folder_and_files_are_private_whatever_the_umask(folder, umask):
    before = os.umask(umask)
    try:
        with CallbackMailbox(link(), lambda _: None, folder=folder):
            (wait,) = folder.iterdir()
            assert (mode(folder), mode(folder.parent), mode(wait)) == (0o700, 0o700, 0o600)
    finally:
        os.umask(before)


@posix_only
def test_the_answer_lies_in_a_private_file_of_its_own(folder):
    folder.mkdir(parents=True, mode=0o700)
    announce(folder)
    Postman(folder).deliver(approval())
    (answer,) = folder.iterdir()
    assert (answer.suffix, mode(answer)) == (".answer", 0o600)


@posix_only
def test_a_folder_that_was_open_is_closed_by_the_kernel_and_not_trusted_by_the_server_before(folder):
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    announce(folder)
    assert Postman(folder).deliver(approval()) is Delivery.REFUSED
    with Waiting(folder, THEIRS):
        assert mode(folder) == 0o700


@posix_only
def test_a_folder_that_is_a_link_is_refused_by_both(folder, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    announce(elsewhere)
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    assert Postman(folder).deliver(approval()) is Delivery.REFUSED
    with pytest.raises(LoginUnavailableError, match="it is a link"):
        CallbackMailbox(link(THEIRS), print, folder=folder).start()
    assert len(list(elsewhere.iterdir())) == 1


@posix_only
@pytest.mark.parametrize("kind", ["symlink", "hardlink", "pipe", "folder"])
def test_an_announcement_that_is_no_plain_file_is_not_written_into(folder, tmp_path, kind):
    folder.mkdir(parents=True, mode=0o700)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    wait = folder / (hashlib.sha256(OURS.encode()).hexdigest() + ".wait")
    make = {"symlink": wait.symlink_to, "hardlink": wait.hardlink_to}
    if kind in make:
        make[kind](victim)
    elif kind == "pipe":
        os.mkfifo(wait)
    else:
        wait.mkdir()
    assert Postman(folder).deliver(approval()) is Delivery.REFUSED
    assert victim.read_text() == "precious"


@posix_only
def test_an_answer_that_is_a_link_is_not_read(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("of somebody")
    folder.mkdir(parents=True, mode=0o700)
    (folder / (hashlib.sha256(OURS.encode()).hexdigest() + ".answer")).symlink_to(secret)
    with Waiting(folder) as waiting, pytest.raises(queue.Empty):
        waiting.answers.get(timeout=1)


def test_what_killed_kernels_left_is_removed_by_the_next_kernel_and_by_the_server(folder):
    folder.mkdir(parents=True, mode=0o700)
    two_hours_ago = time.time() - 7200

    def left_over():
        stale = [announce(folder, "old"), announce(folder, "older", "answer")]
        for path in stale:
            os.utime(path, (two_hours_ago, two_hours_ago))
        return stale

    keep = folder / "note.txt"
    keep.touch()
    os.utime(keep, (two_hours_ago, two_hours_ago))
    young = announce(folder, "young")
    stale = left_over()
    with Waiting(folder):
        assert not any(path.exists() for path in stale)
    stale = left_over()
    Postman(folder).deliver(approval())
    assert not any(path.exists() for path in stale)
    assert sorted(folder.iterdir()) == sorted([keep, young])


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written_is_told_in_words(folder, tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(LoginUnavailableError, match=r"cannot be used \(Permission denied\)"):
            CallbackMailbox(link(), print, folder=folder).start()
    finally:
        tmp_path.chmod(0o700)


def test_a_file_in_the_way_is_told_in_words(folder):
    folder.parent.write_text("a file where the folder should be")
    with pytest.raises(LoginUnavailableError, match="cannot be handed to this notebook"):
        CallbackMailbox(link(), print, folder=folder).start()


def test_another_process_of_the_same_user_finds_the_same_folder_whatever_the_kernel_was_told(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    here = mailbox_folder()
    environment = {**os.environ, "XAUTH_NB_HOME": "/elsewhere", "JUPYTER_RUNTIME_DIR": "/elsewhere too"}
    code = "from xauth_nb.oauth.mailbox import mailbox_folder; print(mailbox_folder())"
    there = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert there.stdout.strip() == str(here)
    assert here.is_relative_to(tmp_path)


def test_a_kernel_that_ends_without_closing_leaves_nothing(folder):
    code = (
        "import sys; from pathlib import Path; from xauth_nb.oauth.mailbox import CallbackMailbox\n"
        "CallbackMailbox(sys.argv[1], print, folder=Path(sys.argv[2])).start()\n"
        "print(len(list(Path(sys.argv[2]).iterdir())))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, link(), str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout.strip() == "1"
    assert list(folder.iterdir()) == []


def test_neither_half_logs_or_shows_anything_secret(folder, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    postman = Postman(folder)
    with Waiting(folder) as waiting:
        postman.deliver(approval())
        waiting.answer()
        shown = repr((postman, waiting.mailbox))
    heard = capfd.readouterr()
    for text in (caplog.text, heard.out, heard.err, shown):
        assert VERIFIER not in text
        assert OURS not in text


# --- which callbacks it is for --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("callback", "is_so"),
    [
        ("https://hub.example/user/ada/xauth/callback", True),
        ("https://hub.example:8443/hub/user-redirect/xauth/callback", True),
        ("https://lab.example/", True),
        ("http://127.0.0.1:8888/xauth/callback", True),
        ("http://localhost:8000/user/ada/xauth/callback", True),
        ("https://[::1]:8888/xauth/callback", True),
        ("http://127.0.0.1:8976/callback", False),
        ("http://hub.example/user/ada/xauth/callback", False),
        ("oob", False),
        ("https://", False),
        ("https://[broken/xauth/callback", False),
        ("", False),
    ],
)
def test_it_is_for_https_addresses_and_for_jupyter_servers_on_this_machine(callback, is_so):
    assert is_for_server(callback) is is_so
