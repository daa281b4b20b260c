"""The accounts that are kept: listed, signed out, and brought over from other programs; against the sandbox."""

from __future__ import annotations

import warnings

import keyring
import keyring.backend
import pytest
from IPython.lib.pretty import pretty

from xauth_nb import accounts, import_accounts, login, logout
from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import ServerError, StoreError, TransportError, UnauthorizedError, UsageError
from xauth_nb.oauth.store import TokenStore
from xauth_nb.session import XSession


@pytest.fixture
def sandbox(x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    return x_sandbox


def keep(sandbox, *names):
    tokens = []
    for name in names:
        tokens.append(sandbox.sign_in(name))
        TokenStore().save(sandbox.client, tokens[-1], endpoints=sandbox.endpoints)
    return tokens


def is_accepted(sandbox, token):
    with XSession(sandbox.client, token, endpoints=sandbox.endpoints) as session:
        return session.get("/2/users/me").status_code == 200


def one(caught):
    """The only warning that is ours; the sandbox runs in this process and has some of its own."""
    (warning,) = (each for each in caught if each.category is UserWarning)
    return warning


# --- the list --------------------------------------------------------------------------------------------------------


def test_accounts_are_listed_the_last_used_first_as_a_table_without_secrets(sandbox):
    tokens = keep(sandbox, "ada", "grace")
    listed = accounts()
    assert [profile.name for profile in listed] == ["@grace", "@ada"]
    head, first, second = repr(listed).splitlines()
    assert head.split() == ["account", "server", "app", "last", "used", "(UTC)", "kept", "in"]
    assert first.startswith("@grace")
    assert second.startswith("@ada")
    assert pretty(listed) == repr(listed)  # what a terminal shows
    html = listed._repr_html_()
    assert html.index(">@grace</th>") < html.index(">@ada</th>")
    assert ">Last used (UTC)<" in html
    for shown in (repr(listed), html):
        for token in tokens:
            assert token.secret not in shown
            assert token.token not in shown
        assert sandbox.client.secret not in shown
        assert sandbox.client.key not in shown


def test_where_nothing_is_kept_the_list_is_empty_and_says_so():
    assert accounts() == ()
    assert repr(accounts()) == "No account is kept here."
    assert "No account is kept here." in accounts()._repr_html_()


def test_the_names_in_the_list_are_what_login_takes(sandbox):
    keep(sandbox, "ada", "grace")
    assert [login(profile.name).screen_name for profile in accounts()] == ["grace", "ada"]


# --- signing out -----------------------------------------------------------------------------------------------------


def test_logout_revokes_at_the_server_then_forgets_and_the_apps_key_stays(sandbox):
    ada, grace = keep(sandbox, "ada", "grace")
    assert logout("@ADA") is True
    assert not is_accepted(sandbox, ada)
    assert is_accepted(sandbox, grace)
    assert [profile.name for profile in accounts()] == ["@grace"]
    assert TokenStore().find_client(endpoints=sandbox.endpoints) == sandbox.client


def test_without_a_name_it_is_the_account_that_login_would_take(sandbox):
    ada, _ = keep(sandbox, "ada", "grace")
    login("@ada")
    assert logout() is True
    assert [profile.name for profile in accounts()] == ["@grace"]
    assert not is_accepted(sandbox, ada)


@pytest.mark.parametrize("fault", [{"status": 503}, {"reset": "before"}])
def test_where_the_server_does_not_answer_it_forgets_all_the_same_and_warns(sandbox, fault):
    (token,) = keep(sandbox, "ada")
    sandbox.fail(next=5, path="/1.1/oauth/invalidate_token", **fault)
    with pytest.warns(UserWarning, match="did not confirm that it is revoked") as caught:
        assert logout("@ada") is False
    assert one(caught).filename == __file__
    assert "Connected apps" in str(one(caught).message)
    assert token.secret not in str(one(caught).message)
    assert accounts() == ()
    assert is_accepted(sandbox, token)


def test_it_warns_as_the_session_does(sandbox):
    keep(sandbox, "ada")
    session = login()
    said = []
    for leave in (session.logout, lambda: logout("@grace")):
        keep(sandbox, "grace")
        sandbox.fail(next=1, status=503, path="/1.1/oauth/invalidate_token")
        with pytest.warns(UserWarning, match="Connected apps") as caught:
            assert leave() is False
        said.append(str(one(caught).message))
    assert said[0] == said[1]


def test_an_account_kept_under_two_apps_is_signed_out_of_both(sandbox):
    (token,) = keep(sandbox, "ada")
    other = ClientCredentials("another-app-key-012345", "another-app-secret")
    TokenStore().save(other, TokenCredentials("9-unknown", "unknown", "9", "ada"), endpoints=sandbox.endpoints)
    with pytest.warns(UserWarning, match="did not confirm"):  # the sandbox does not know the other app
        assert logout("@ada") is False
    assert accounts() == ()
    assert not is_accepted(sandbox, token)


class LosingKeyring(keyring.backend.KeyringBackend):
    """Keeps what it is given until it is told to lose it."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get(username)

    def set_password(self, service, username, password):
        self.kept[username] = password

    def delete_password(self, service, username):
        del self.kept[username]


@pytest.fixture
def losing_keyring():
    before = keyring.get_keyring()
    keyring.set_keyring(losing := LosingKeyring())
    yield losing
    keyring.set_keyring(before)


def test_a_keyring_that_has_lost_the_token_does_not_keep_the_account_here_for_ever(sandbox, losing_keyring):
    TokenStore(keyring=True).save(sandbox.client, sandbox.sign_in("ada"), endpoints=sandbox.endpoints)
    losing_keyring.kept.clear()
    with pytest.warns(UserWarning, match="did not confirm") as caught:
        assert logout("@ada") is False
    assert "keyring" in str(one(caught).message)
    assert accounts() == ()


def test_an_account_that_is_not_kept_is_an_error_and_nothing_is_sent(sandbox):
    keep(sandbox, "ada")
    before = len(sandbox.requests)
    with pytest.raises(UsageError, match="No account @grace is kept here"):
        logout("@grace")
    assert len(sandbox.requests) == before
    assert [profile.name for profile in accounts()] == ["@ada"]


def test_where_nothing_is_kept_logging_out_again_does_nothing(sandbox):
    keep(sandbox, "ada")
    assert logout() is True
    before = len(sandbox.requests)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert logout() is True
    assert len(sandbox.requests) == before


def test_accounts_of_another_server_are_left_alone(sandbox):
    keep(sandbox, "ada")
    elsewhere = Endpoints.at("http://127.0.0.1:9")
    TokenStore().save(sandbox.client, TokenCredentials("6-other", "other", "6", "ada"), endpoints=elsewhere)
    logout("@ada")
    assert [profile.endpoint for profile in accounts()] == [elsewhere.base_url]


# --- other programs --------------------------------------------------------------------------------------------------


def section(name, client, token):
    return (
        f"[{name}]\nconsumer_key = {client.key}\nconsumer_secret = {client.secret}\n"
        f"access_token = {token.token}\naccess_token_secret = {token.secret}\n"
    )


@pytest.fixture
def twarc_file(tmp_path):
    return tmp_path / ".twarc"


def test_accounts_are_imported_under_the_names_that_the_server_tells(sandbox, twarc_file, capfd):
    text = section("work", sandbox.client, sandbox.sign_in("ada")) + section(
        "main", sandbox.client, sandbox.sign_in("grace")
    )
    twarc_file.write_text(text)
    assert [profile.name for profile in import_accounts(twarc_file)] == ["@ada", "@grace"]
    assert login("@ada").screen_name == "ada"
    assert login("@grace").screen_name == "grace"
    assert twarc_file.read_text() == text
    assert capfd.readouterr() == ("", "")


def test_a_token_that_is_refused_is_left_out_and_told(sandbox, twarc_file):
    revoked = TokenCredentials("77-revoked-long-ago", "canary-secret-of-the-revoked")
    twarc_file.write_text(
        section("old", sandbox.client, revoked) + section("work", sandbox.client, sandbox.sign_in("ada"))
    )
    with pytest.warns(UserWarning, match="The account old was not imported") as caught:
        assert [profile.name for profile in import_accounts(twarc_file)] == ["@ada"]
    assert "canary" not in str(one(caught).message)
    assert one(caught).filename == __file__
    assert [profile.name for profile in accounts()] == ["@ada"]


def test_where_all_are_refused_it_is_an_error_and_nothing_is_kept(sandbox, twarc_file):
    twarc_file.write_text(section("old", sandbox.client, TokenCredentials("77-revoked", "gone")))
    with pytest.raises(UnauthorizedError):
        import_accounts(twarc_file)
    assert accounts() == ()


@pytest.mark.parametrize(("fault", "error"), [({"status": 503}, ServerError), ({"reset": "before"}, TransportError)])
def test_nothing_is_kept_that_could_not_be_verified(sandbox, twarc_file, fault, error):
    twarc_file.write_text(section("work", sandbox.client, sandbox.sign_in("ada")))
    sandbox.fail(next=5, path="/2/users/me", **fault)
    with pytest.raises(error):
        import_accounts(twarc_file)
    assert accounts() == ()


def test_the_same_account_in_two_sections_is_kept_once(sandbox, twarc_file):
    token = sandbox.sign_in("ada")
    twarc_file.write_text(section("one", sandbox.client, token) + section("two", sandbox.client, token))
    assert len(import_accounts(twarc_file)) == len(accounts()) == 1


def test_a_file_without_accounts_is_an_error(sandbox, twarc_file):
    twarc_file.write_text("[main]\nbearer_token = AAAA\n")
    with pytest.raises(StoreError, match=r"no OAuth 1\.0a account"):
        import_accounts(twarc_file)
