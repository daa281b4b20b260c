"""Why nothing could be sent: what OpenSSL, the resolver, the system and the proxy's address have to do with it."""

from __future__ import annotations

import errno
import os
import socket
import ssl
import sys
from pathlib import Path

import pytest
from surfaces import ADA, CLIENT

from xauth_nb.doctor import doctor
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import StoreError, XAuthError
from xauth_nb.login import login
from xauth_nb.notebook.widget import LoginWidget
from xauth_nb.oauth.mailbox import mailbox_folder
from xauth_nb.profiles import accounts
from xauth_nb.session import XSession

sys.path.insert(0, str(Path(__file__).parents[1] / "wire"))  # the servers of its tests
from proxies import NAME, Authority, Canned, Door

FAR = Endpoints.at(f"https://{NAME}")


def told(endpoints, call=lambda x: x.me()):
    with XSession(CLIENT, ADA, endpoints=endpoints) as x:
        x.sleep, x.patience, x.timeout = lambda _: None, 0, (5, 5)
        with pytest.raises(XAuthError) as caught:
            call(x)
    return caught.value


class Saying(Door):
    """Says the same bytes to everybody, whatever comes."""

    def __init__(self, said):
        super().__init__()
        self.said = said

    def attend(self, connection):
        connection.recv(5000)
        connection.sendall(self.said)


def alert(number):
    return b"\x15\x03\x03\x00\x02\x02" + bytes([number])


HANDSHAKES = {
    "plain HTTP": (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak TLS"),
    "too old": (alert(70), "no common version of TLS"),
    "no common cipher": (alert(40), "could not agree on how to encrypt"),
    "an unknown name": (alert(112), "does not go by this name"),
    "another fault": (alert(80), "the handshake failed"),
    "hanging up": (b"", "hung up in the middle of the handshake"),
}


@pytest.mark.parametrize("fault", HANDSHAKES)
def test_a_handshake_that_fails_is_told_by_what_failed(fault):
    said, words = HANDSHAKES[fault]
    with Saying(said) as server:
        error = told(Endpoints.at(f"https://127.0.0.1:{server.port}"))
    assert words in error.message or (fault == "hanging up" and "closed at once" in error.message)
    assert "open x.com in a browser" in error.remedy or "whoever runs the network" in error.remedy
    assert error.is_unsent


@pytest.fixture
def authority(tmp_path, monkeypatch):
    made = Authority(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(made.file))
    return made


def test_whoever_wants_a_certificate_of_this_machine_is_not_x(authority):
    context = authority.context()
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(str(authority.file))
    with Canned(b"", context, hangs_up=True) as server:
        error = told(Endpoints.at(f"https://127.0.0.1:{server.port}"))
    assert "wants a certificate of this machine" in error.message or "was lost before an answer" in error.message
    assert not error.is_unsent


def test_certifi_is_named_only_where_it_is_used(authority, tmp_path, monkeypatch):
    with Canned(b"", Authority(tmp_path, "corp").context(), hangs_up=True) as server:
        place = Endpoints.at(f"https://127.0.0.1:{server.port}")
        assert "package certifi" not in str(told(place))
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
        assert "c_rehash" in told(place).remedy
        monkeypatch.delenv("REQUESTS_CA_BUNDLE")
        assert "update the package certifi" in told(place).remedy


@pytest.mark.parametrize(
    ("number", "words", "never"),
    [
        (socket.EAI_NONAME, "the name is not known", "gives no answer"),
        (socket.EAI_AGAIN, "resolver of names gives no answer", "is not known"),
    ],
)
def test_a_resolver_that_does_not_answer_does_not_know_less(monkeypatch, number, words, never):
    def looked_up(*_, **__):
        raise socket.gaierror(number, "as the resolver says")

    monkeypatch.setattr("socket.getaddrinfo", looked_up)
    error = told(FAR)
    assert words in error.message
    assert never not in error.message
    assert error.is_unsent


@pytest.mark.parametrize(
    ("number", "words", "step"),
    [
        (errno.EMFILE, "too many open files", "ulimit -n"),
        (errno.ENOBUFS, "no buffer space", "no memory left"),
        (errno.EACCES, "permission denied", "This machine itself forbids it"),
        (errno.EPERM, "not permitted", "This machine itself forbids it"),
        (errno.ENETUNREACH, "unreachable", "Check the network"),
        (errno.EHOSTUNREACH, "route", "Check the network"),
        (errno.ECONNREFUSED, "nobody listens there", "filter of names"),
    ],
)
def test_the_system_says_why_it_opens_no_connection(monkeypatch, number, words, step):
    class Refusing(socket.socket):
        def __init__(self, *arguments, **named):
            if number == errno.EMFILE:
                raise OSError(number, os.strerror(number))
            super().__init__(*arguments, **named)

        def connect(self, address):
            raise OSError(number, os.strerror(number))

    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("127.0.0.1", 9))])
    monkeypatch.setattr("socket.socket", Refusing)
    error = told(FAR)
    assert words in error.message.lower()
    assert step in error.remedy
    assert "did not come about" not in error.message
    assert error.is_unsent


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ('"http://127.0.0.1:9"', "in quotes"),
        (" http://127.0.0.1:9 ", "blanks"),
        ("http://127.0.0.1:9/proxy.pac", "script that chooses proxies"),
        ("http://DOMAIN\\ada:hunter2@127.0.0.1:9", "read in two ways"),
        ("DOMAIN\\ada:hunter2@127.0.0.1:9", "read in two ways"),
    ],
)
def test_a_proxys_address_that_is_not_meant_so_is_told_as_that(monkeypatch, address, words):
    monkeypatch.setenv("HTTPS_PROXY", address)
    error = told(FAR)
    assert f"({words}" in error.message or words in error.message
    assert "hunter2" not in str(error)
    assert "is not known" not in error.message
    assert error.is_unsent


@pytest.mark.parametrize("address", ["http://ada:hun@ter2@127.0.0.1:9", "http://127.0.0.1:9", "127.0.0.1:9"])
def test_a_proxys_address_that_works_is_not_called_odd(monkeypatch, address):
    monkeypatch.setenv("HTTPS_PROXY", address)
    error = told(FAR)
    assert "cannot be reached" in error.message
    assert "HTTPS_PROXY" in error.message


def test_a_proxy_without_tls_is_to_be_written_with_http(monkeypatch):
    with Saying(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n") as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"https://127.0.0.1:{proxy.port}")
        error = told(FAR)
    assert "does not speak TLS itself" in error.message
    assert "http://" in error.remedy


@pytest.mark.parametrize(
    ("status", "words"), [(302, "leads elsewhere"), (429, "too often"), (511, "wants a sign-in"), (400, "(status 400)")]
)
def test_a_proxy_that_does_not_open_the_way_says_with_which_status(monkeypatch, status, words):
    with Saying(f"HTTP/1.1 {status} No\r\n\r\n".encode()) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        error = told(FAR)
    assert words in error.message
    assert "no other reason" not in error.message
    assert error.is_unsent


@pytest.mark.parametrize("exceptions", [f"*.{NAME}", f"https://{NAME}", f"localhost;{NAME}", f"localhost {NAME}"])
def test_no_proxy_in_a_form_that_does_not_count_is_told(monkeypatch, exceptions):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", exceptions)
    assert "in a form that does not count" in told(FAR).remedy
    monkeypatch.setenv("NO_PROXY", "localhost")
    assert "name it in NO_PROXY" in told(FAR).remedy


@pytest.fixture
def homeless(monkeypatch):
    """A container whose user nobody has entered, with no HOME: platformdirs says so by a RuntimeError."""

    def nowhere(*_, **__):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("XAUTH_NB_HOME", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", nowhere)
    monkeypatch.setattr("pathlib.Path.expanduser", nowhere)


@pytest.mark.parametrize("call", [login, accounts, LoginWidget, mailbox_folder], ids=lambda one: one.__name__)
def test_a_user_without_a_home_is_told_what_to_set(homeless, call, monkeypatch):
    monkeypatch.setenv("X_API_KEY", "Q" * 25)
    monkeypatch.setenv("X_API_SECRET", "Q" * 50)
    with pytest.raises(StoreError, match="no home folder") as caught:
        call()
    assert "XAUTH_NB_HOME" in caught.value.remedy
    monkeypatch.setenv("XAUTH_NB_HOME", "~/kept")
    if call is not mailbox_folder:
        with pytest.raises(StoreError, match="XAUTH_NB_HOME=~/kept begins with ~"):
            call()


def test_the_doctor_says_it_of_store_and_ledger(homeless):
    found = {check.name: check for check in doctor(timeout=20)}
    assert [found[name].status for name in ("store", "ledger")] == ["fail", "fail"]
    assert "no home folder" in found["store"].finding
