"""The doctor on good and on broken set-ups: it finds what is wrong, says what to do, and tells nothing secret."""

from __future__ import annotations

import html
import json
import os
import re
import socket
import threading
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest

from xauth_nb import ClientCredentials, doctor
from xauth_nb.doctor.machine import packages
from xauth_nb.oauth.store import TokenStore
from xauth_nb.oauth.store_file import data_directory

NAMES = ["python", "packages", "store", "ledger", "sandbox", "keyring", "network", "clock", "callback", "token"]


@pytest.fixture(autouse=True)
def alone():
    """Wait for what an earlier doctor left behind that gave up waiting: it would read, and close, this one's files."""
    for thread in threading.enumerate():
        if thread.name == "xauth_nb doctor":
            thread.join(60)


@pytest.fixture
def server(x_sandbox, monkeypatch):
    """A sandbox that is announced, with the app's keys, and nobody signed in."""
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    monkeypatch.setenv("X_API_KEY", x_sandbox.client.key)
    monkeypatch.setenv("X_API_SECRET", x_sandbox.client.secret)
    return x_sandbox


def statuses(report):
    return {check.name: check.status for check in report}


def test_a_good_set_up_is_fine(signed_in_as, x_sandbox):
    signed_in_as("ada")
    report = doctor()
    assert report.is_fine, report
    assert {"front end", "app keys", *NAMES} == statuses(report).keys()
    told = {name: status for name, status in statuses(report).items() if name not in ("keyring", "ledger", "callback")}
    assert set(told.values()) == {"ok"}, report
    assert report["token"].finding == "It acts for @ada; may read and post (read-write)."
    assert "practice, not X" in report["network"].finding
    paths = [request.path for request in x_sandbox.requests if request.is_call]
    assert set(paths) <= {"/", "/oauth/request_token", "/oauth/authorize", "/oauth/access_token", "/2/users/me"}
    assert x_sandbox.spent == 0


def test_a_newcomer_without_keys_is_told_where_to_get_them(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    report = doctor()
    assert report.is_fine
    assert (report["app keys"].status, report["token"].status) == ("warn", "skipped")
    assert "Consumer Keys" in report["app keys"].remedy


def test_wrong_keys(server, monkeypatch):
    monkeypatch.setenv("X_API_SECRET", "canary" * 8)
    report = doctor()
    assert not report.is_fine
    assert report["app keys"].status == "fail"
    assert "does not accept the API key" in report["app keys"].finding


def test_half_of_a_pair_of_keys(server, monkeypatch):
    monkeypatch.delenv("X_API_SECRET")
    assert doctor()["app keys"].finding.startswith("The environment variable X_API_KEY is set, but X_API_SECRET is not")


def test_a_clock_that_is_wrong_is_told_in_seconds_and_keys_are_not_blamed(server):
    server.clock.skew(minutes=10)
    report = doctor()
    assert report["clock"].status == "fail"
    seconds = int(re.search(r"(\d+) seconds behind", report["clock"].finding)[1])
    assert 598 <= seconds <= 601
    assert "clock" in report["app keys"].finding
    server.clock.skew(minutes=-8)
    report = doctor()
    assert (report["clock"].status, report["app keys"].status) == ("warn", "ok")


@pytest.mark.parametrize(
    ("address", "status"), [("http://127.0.0.1:8976/callback", "ok"), ("http://a.example/", "fail")]
)
def test_a_callback_is_tried(server, address, status):
    check = doctor(callback=address)["callback"]
    assert check.status == status
    assert address in check.finding


def test_a_token_that_was_revoked(signed_in_as):
    with signed_in_as("ada") as session:
        session.post(session.endpoints.invalidate_token_url)
    report = doctor()
    assert report["token"].status == "fail"
    assert report["token"].remedy
    assert report["app keys"].status == "ok"


@pytest.mark.xauth_world(permissions="read")
def test_a_token_that_may_only_read(signed_in_as):
    signed_in_as("ada")
    report = doctor()
    assert report["token"].status == "warn"
    assert "Read and write" in report["token"].remedy


def test_credits_that_are_used_up_are_told_if_the_server_says_so(signed_in_as, x_sandbox):
    signed_in_as("ada")
    x_sandbox.fail(next=1, status=402, path="/2/users/me")
    report = doctor()
    assert report["credits"].status == "fail"
    assert report["credits"].remedy


def test_a_kept_sign_in_is_looked_at_by_its_name(server):
    TokenStore().save(server.client, server.sign_in("ada"), endpoints=server.endpoints)
    TokenStore().save(server.client, server.sign_in("grace"), endpoints=server.endpoints)
    assert "@grace" in doctor()["token"].finding
    assert "@ada" in doctor("@ada")["token"].finding
    assert doctor("@nobody")["token"].status == "skipped"
    assert doctor()["store"].finding.startswith("2 sign-ins are kept in ")


@pytest.mark.parametrize("fault", [{"status": 503}, {"html": True}, {"reset": "before"}, {"truncate": True}])
def test_a_server_in_trouble_is_told_and_nothing_is_raised(server, fault):
    server.fail(next=20, **fault)
    report = doctor()
    assert report["app keys"].status in ("warn", "skipped"), report


def test_a_server_that_is_gone(server):
    server.stop()
    report = doctor()
    assert report["network"].status == "fail"
    assert report["app keys"].status == "skipped"


def test_a_server_that_never_answers_is_not_waited_for(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        monkeypatch.setenv("XAUTH_NB_ENDPOINT", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        began = time.monotonic()
        report = doctor(timeout=0.5)
        assert time.monotonic() - began < 8
    assert report["network"].finding == "No answer within 0.5 seconds."
    assert report["token"].status == "skipped"


@pytest.mark.parametrize("address", ["ftp://x.example", "http://x.example", "nonsense"])
def test_an_endpoint_that_cannot_be_one(monkeypatch, address):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", address)
    report = doctor()
    assert report["network"].status == "fail"
    assert "XAUTH_NB_ENDPOINT" in report["network"].remedy


@pytest.mark.skipif(os.name == "nt", reason="modes are another matter there")
def test_files_that_others_can_open(server):
    TokenStore().save(server.client, server.sign_in("ada"), endpoints=server.endpoints)
    TokenStore().path.chmod(0o644)
    data_directory().chmod(0o755)
    check = doctor()["store"]
    assert check.status == "warn"
    assert "-rw-r--r--" in check.finding
    assert "drwxr-xr-x" in check.finding
    assert "chmod 700" in check.remedy


def test_a_damaged_store_is_told_and_stays_where_it_is(server):
    data_directory().mkdir()
    TokenStore().path.write_text("{ not what we wrote")
    for _ in range(2):
        report = doctor()
        assert report["store"].status == "fail"
        assert "damaged" in report["store"].finding
        assert report["app keys"].status == "ok", "keys of the environment do not need it"
    assert [file.name for file in data_directory().iterdir()] == ["tokens.json"]


def test_a_home_that_is_a_file(server, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XAUTH_NB_HOME", str(tmp_path / "file"))
    assert doctor()["store"].status == "fail"


def test_a_ledger_that_cannot_be_read(server):
    data_directory().mkdir()
    (data_directory() / "ledger.sqlite3").write_bytes(b"no database at all" * 100)
    report = doctor()
    assert report["ledger"].status == "fail"
    assert report["ledger"].remedy


def test_a_proxy_is_named_without_its_password(server, monkeypatch):
    for name in ("no_proxy", "NO_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", "https://x.example.org")  # what is on this machine is never proxied
    monkeypatch.setenv("https_proxy", f"http://user:canary@127.0.0.1:{port}")
    report = doctor()
    assert report["network"].status == "fail"
    assert "by the proxy 127.0.0.1" in report["network"].finding
    assert "canary" not in everything(report)


def everything(report):
    return repr(report) + report._repr_html_() + json.dumps(report.to_dict())


def test_nothing_secret_and_no_home_is_in_it_whatever_the_set_up(server, monkeypatch, tmp_path):
    home = tmp_path / "home of somebody"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("XAUTH_NB_HOME", str(home / "kept"))
    assert Path.home() == home
    token = server.sign_in("ada")
    TokenStore().save(server.client, token, endpoints=server.endpoints)
    hidden = {server.client.key, server.client.secret, token.token, token.secret, str(home)}
    told = [everything(doctor())]
    TokenStore().path.write_text(TokenStore().path.read_text()[:-30])
    told.append(everything(doctor()))
    monkeypatch.setenv("X_ACCESS_TOKEN", token.token)
    monkeypatch.setenv("X_ACCESS_TOKEN_SECRET", "canary" * 7)
    told.append(everything(doctor()))
    monkeypatch.setenv("X_API_KEY", "wrong" + server.client.key)
    told.append(everything(doctor()))
    assert "~" in told[0]
    for text in told:
        assert not [secret for secret in {*hidden, "canary"} if secret in text]
    assert str(data_directory()).startswith(str(home)), "nothing was tested"


@pytest.mark.skipif(os.name == "nt", reason="HOME is not asked there")
def test_a_home_that_is_the_root_does_not_eat_every_slash(server, monkeypatch):
    monkeypatch.setenv("HOME", "/")
    assert "~" not in repr(doctor())
    assert str(data_directory()) in doctor()["store"].finding


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.open, self.seen = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)
        assert not [name for name, _ in attributes if name.startswith("on") or name in ("src", "href")]
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_table_is_sound_html_without_scripts_and_says_the_same_as_the_text(server):
    report = doctor(callback="http://127.0.0.1:1/<script>alert(1)</script>")
    tags = Tags(report._repr_html_())
    assert not tags.open
    assert tags.seen <= {"div", "table", "tbody", "tr", "th", "td", "span", "b", "br"}
    assert "&lt;script&gt;" in report._repr_html_()
    for check in report:
        assert check.name in repr(report)
        assert html.escape(check.finding) in report._repr_html_()
    assert json.loads(json.dumps(report.to_dict()))["checks"][0]["name"] == "python"
    with pytest.raises(KeyError):
        report["nothing"]


def test_a_kept_token_of_another_app_is_not_tried_with_these_keys(server):
    TokenStore().save(ClientCredentials("other-key", "other-secret"), server.sign_in("ada"), endpoints=server.endpoints)
    report = doctor()
    assert report["app keys"].status == "ok"
    assert report["token"].status == "skipped"


def test_every_extra_that_is_for_users_is_looked_for():
    named = packages().finding.rstrip(".").partition("installed: ")[2].split(", ")
    project = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    extras = re.findall(
        r"^(\w+) = \[", project.partition("[project.optional-dependencies]")[2].partition("\n[")[0], re.M
    )
    assert set(named) == set(extras) - {"demo", "test", "dev"}  # the tests have all of them
