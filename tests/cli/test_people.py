"""``xauth-nb login | whoami | logout | accounts`` as shells and scripts see them: words, JSON, exit codes."""

from __future__ import annotations

import json

import pytest

import xauth_nb
from xauth_nb.cli import main
from xauth_nb.oauth.store import TokenStore


@pytest.fixture
def sandbox(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    return x_sandbox


@pytest.fixture
def ada(sandbox):
    """Her token, kept."""
    token = sandbox.sign_in("ada")
    TokenStore().save(sandbox.client, token, endpoints=sandbox.endpoints)
    return token


def run(capsys, *arguments):
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_login_uses_a_sign_in_that_is_kept(ada, capsys):
    code, out, err = run(capsys, "login")
    assert (code, err) == (0, "")
    assert out.startswith("@ada (Ada")
    assert out.endswith("may read and post\n")


def test_login_without_a_person_says_what_to_do(sandbox, capsys):
    code, out, err = run(capsys, "login")
    assert (code, out) == (1, "")
    assert err.startswith("xauth-nb: Nobody has signed in yet, and this program has no terminal to ask at.")
    assert "X_ACCESS_TOKEN_SECRET" in err
    assert "login(" not in err
    assert "LoginWidget" not in err


def test_login_hands_its_options_on(ada, capsys):
    assert run(capsys, "login", "--expect", "@grace")[0] == 1
    code, _, err = run(capsys, "login", "--profile", "@grace")
    assert code == 1
    assert "No sign-in of @grace is kept here; only @ada is." in err


def test_a_token_that_may_only_read_says_so(sandbox, capsys, monkeypatch):
    token = sandbox.sign_in("ada", access="read")
    monkeypatch.setenv("X_API_KEY", sandbox.client.key)
    monkeypatch.setenv("X_API_SECRET", sandbox.client.secret)
    monkeypatch.setenv("X_ACCESS_TOKEN", token.token)
    monkeypatch.setenv("X_ACCESS_TOKEN_SECRET", token.secret)
    assert run(capsys, "whoami")[1].endswith("may only read\n")
    assert json.loads(run(capsys, "whoami", "--json")[1])["access"] == "read"


@pytest.mark.parametrize("command", ["login", "whoami"])
def test_who_it_is_as_json(ada, sandbox, capsys, command):
    code, out, _ = run(capsys, command, "--json")
    told = json.loads(out)
    assert code == 0
    assert told.pop("name").startswith("Ada")
    assert told == {"account": "@ada", "id": ada.user_id, "server": sandbox.base_url, "access": "read-write"}


def test_whoami_where_nobody_is_signed_in(sandbox, capsys):
    code, out, err = run(capsys, "whoami")
    assert (code, out) == (1, "")
    assert err == "xauth-nb: Nobody is signed in here.\n→ Run: xauth-nb login\n"
    assert run(capsys, "whoami", "--profile", "@grace")[2].endswith("→ Run: xauth-nb login --profile @grace\n")


def test_whoami_tells_of_a_sign_in_that_was_revoked_elsewhere(ada, sandbox, capsys):
    with xauth_nb.XSession(sandbox.client, ada, endpoints=sandbox.endpoints) as session:
        session.logout()
    code, _, err = run(capsys, "whoami")
    assert code == 1
    assert "does not work any more" in err


def test_logout_revokes_and_forgets(ada, sandbox, capsys):
    code, out, err = run(capsys, "logout")
    assert (code, out, err) == (0, "Signed out @ada. The token was revoked and forgotten.\n", "")
    assert sandbox.requests[-1].path == "/1.1/oauth/invalidate_token.json"
    assert run(capsys, "logout") == (0, "No account is kept here.\n", "")
    assert json.loads(run(capsys, "logout", "--json")[1]) == {"account": None, "revoked": None}


def test_logout_that_is_not_confirmed_is_told_in_words_and_by_the_exit_code(ada, sandbox, capsys):
    sandbox.fail(next=1, status=503, path="/1.1/oauth/invalidate_token")
    code, out, err = run(capsys, "logout", "@ada", "--json")
    assert code == 1
    assert json.loads(out) == {"account": "@ada", "revoked": False}
    assert err.startswith("xauth-nb: The token was forgotten here, but X did not confirm")
    assert "UserWarning" not in err
    assert run(capsys, "accounts")[1] == "No account is kept here.\n"


def test_logout_of_an_account_that_is_not_kept(ada, capsys):
    code, out, err = run(capsys, "logout", "@nobody")
    assert (code, out) == (1, "")
    assert "No account @nobody is kept here" in err


def test_accounts_as_a_table_and_as_json(ada, sandbox, capsys):
    code, out, _ = run(capsys, "accounts")
    assert code == 0
    assert out.splitlines()[1].startswith("@ada")
    (told,) = json.loads(run(capsys, "accounts", "--json")[1])
    assert (told["account"], told["id"], told["server"]) == ("@ada", ada.user_id, sandbox.base_url)
    assert told["kept_in"] == str(TokenStore().path)


def test_nothing_secret_is_ever_printed(ada, sandbox, capsys):
    for command in (["login"], ["whoami"], ["accounts"], ["logout"]):
        for as_json in ([], ["--json"]):
            main([*command, *as_json])
    told = "".join(capsys.readouterr())
    for secret in (sandbox.client.key, sandbox.client.secret, ada.token, ada.secret):
        assert secret not in told


def test_running_a_command_in_this_process_leaves_the_function_login_in_its_place(ada, capsys):
    run(capsys, "whoami")
    assert callable(xauth_nb.login)
    assert callable(__import__("xauth_nb.login").login)
