"""Sign-ins that are kept in the system's keyring, because a call or the environment asks for it."""

from __future__ import annotations

import keyring
import keyring.backend
import keyring.backends.fail
import keyring.errors
import pytest

from xauth_nb import UsageError, accounts, login
from xauth_nb.doctor import doctor
from xauth_nb.oauth.store import TokenStore
from xauth_nb.signin.known import prepare


class Memory(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.kept, self.is_locked = {}, False

    def set_password(self, service, username, password):
        self._look()
        self.kept[service, username] = password

    def get_password(self, service, username):
        self._look()
        return self.kept.get((service, username))

    def delete_password(self, service, username):
        self._look()
        del self.kept[service, username]

    def _look(self):
        if self.is_locked:
            raise keyring.errors.KeyringLocked("locked")


@pytest.fixture
def backend():
    before, ours = keyring.get_keyring(), Memory()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


@pytest.fixture
def server(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    return x_sandbox


def signed_in(sandbox, **more):
    sign_in = prepare(client=sandbox.client, **more)
    sign_in.finish(sandbox.approve(sign_in.begin()))
    return sign_in


def secrets_in_file():
    return [one for one in ('"secret": "', '"token": "') if one in TokenStore().path.read_text()]


@pytest.mark.parametrize("by", ["argument", "environment"])
def test_the_secrets_go_to_the_keyring_and_the_next_login_finds_them(server, backend, monkeypatch, by):
    if by == "environment":
        monkeypatch.setenv("XAUTH_NB_STORE", " Keyring ")
    sign_in = signed_in(server, **({"save": "keyring"} if by == "argument" else {}))
    assert (sign_in.kept, sign_in.note) == ("kept in the system's keyring", "")
    assert len(backend.kept) == 2
    assert secrets_in_file() == []
    assert accounts()[0].where == "the system's keyring"
    assert login().screen_name == "ada"
    assert prepare().kept == "kept in the system's keyring"
    login().logout()
    assert len(backend.kept) == 1  # the app's


def test_a_keyring_that_does_not_work_is_told_and_the_file_keeps_it(server, backend):
    backend.is_locked = True
    sign_in = signed_in(server, save="keyring")
    assert sign_in.kept.startswith("kept in ")
    assert "system's" not in sign_in.kept
    for words in ("keyring", "KeyringLocked", "kept in a private file instead"):
        assert words in sign_in.note
    assert login().screen_name == "ada"


def test_a_machine_without_one_is_told_the_same_way(server, backend):
    keyring.set_keyring(keyring.backends.fail.Keyring())
    assert "kept in a private file instead" in signed_in(server, save="keyring").note


def test_what_the_keyring_does_not_give_back_is_the_reason_in_an_unattended_run(server, backend, capsys):
    signed_in(server, save="keyring")
    backend.is_locked = True
    reason = prepare().reason
    assert "keyring" in reason.message
    error = reason.unattended("this is a test.")
    assert "Unlock it" in error.remedy
    assert "Nobody has signed in" not in str(error)


def test_the_file_can_be_asked_for_where_the_environment_says_keyring(server, backend, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_STORE", "keyring")
    signed_in(server, save="file")
    assert backend.kept == {}


@pytest.mark.parametrize("save", ["vault", "", 1, None])
def test_another_word_is_refused(server, save):
    with pytest.raises(UsageError, match="save="):
        prepare(save=save)


def test_the_doctor_asks_a_keyring_before_it_calls_it_fine(server, backend, monkeypatch):
    assert doctor()["keyring"].status == "ok"
    backend.is_locked = True
    assert doctor()["keyring"].status == "skipped"
    monkeypatch.setenv("XAUTH_NB_STORE", "keyring")
    check = doctor()["keyring"]
    assert (check.status, check.remedy) == ("fail", "Unlock it, or sign in again.")
    assert "New sign-ins are to be kept in it" in check.finding
