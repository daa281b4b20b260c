import configparser
import sys
import traceback

import pytest

from xauth_nb.endpoints import X
from xauth_nb.errors import MissingDependencyError, StoreError
from xauth_nb.oauth.imports import read_accounts
from xauth_nb.oauth.store import TokenStore

# As twurl writes it (Ruby's YAML), with two users, two apps of one of them, and a bearer token.
TWURL = """---
profiles:
  ada:
    keyOne:
      username: ada
      consumer_key: keyOne
      consumer_secret: secretOne
      token: 77-tokenOne
      secret: tokenSecretOne
    keyTwo:
      username: ada
      consumer_key: keyTwo
      consumer_secret: secretTwo
      token: 77-tokenTwo
      secret: tokenSecretTwo
  '12345':
    keyOne:
      username: '12345'
      consumer_key: keyOne
      consumer_secret: secretOne
      token: 88-token
      secret: tokenSecret
  unfinished:
    keyOne:
      username: unfinished
      consumer_key: keyOne
      consumer_secret: secretOne
configuration:
  default_profile:
  - ada
  - keyOne
bearer_tokens:
  keyOne: AAAAbearer
"""
# As xurl 1.x writes it (Go's yaml.v3), one app with OAuth 1.0a and one without.
XURL = """apps:
    default:
        client_id: abc
        client_secret: def
        oauth2_tokens:
            ada:
                type: oauth2
                oauth2:
                    access_token: oauth2token
                    refresh_token: refresh
                    expiration_time: 1700000000
        oauth1_token:
            type: oauth1
            oauth1:
                access_token: 77-token
                token_secret: tokenSecret
                consumer_key: keyOne
                consumer_secret: secretOne
    other:
        client_id: ghi
        client_secret: jkl
        bearer_token:
            type: bearer
            bearer: AAAAbearer
default_app: default
"""
OLD_XURL = (
    '{"oauth2_tokens": {}, "oauth1_tokens": {"type": "oauth1", "oauth1": {"access_token": "77-token", "token_secret": '
    '"tokenSecret", "consumer_key": "keyOne", "consumer_secret": "secretOne"}}, "file_path": "/home/ada/.xurl"}'
)
TWARC2 = """consumer_key = 'keyOne'
consumer_secret = 'secretOne'
access_token = '77-token'
access_token_secret = 'tokenSecret'
bearer_token = 'AAAA%2Fbearer'
"""
ONE = ("keyOne", "secretOne", "77-token", "tokenSecret", "77", None)


def written(tmp_path, text):
    path = tmp_path / "theirs"
    path.write_text(text)
    return path


def plain(accounts):
    return [(c.key, c.secret, t.token, t.secret, t.user_id, t.screen_name) for c, t in accounts]


def test_twurl_every_user_under_every_app_and_its_default_last(tmp_path):
    assert plain(read_accounts(written(tmp_path, TWURL))) == [
        ("keyTwo", "secretTwo", "77-tokenTwo", "tokenSecretTwo", "77", "ada"),
        ("keyOne", "secretOne", "88-token", "tokenSecret", "88", "12345"),
        ("keyOne", "secretOne", "77-tokenOne", "tokenSecretOne", "77", "ada"),
    ]


@pytest.mark.parametrize("text", [XURL, OLD_XURL, TWARC2, "# a comment\n\n" + TWARC2, TWARC2.replace("'", '"')])
def test_xurl_and_twarc2_keep_one_account_and_no_name(tmp_path, text):
    assert plain(read_accounts(str(written(tmp_path, text)))) == [ONE]


def test_twarc_one_section_a_user_as_its_own_parser_writes_them(tmp_path):
    parser = configparser.ConfigParser()
    for name in ("main", "ada"):
        parser[name] = {
            "consumer_key": "keyOne",
            "consumer_secret": "secretOne",
            "access_token": "77-token",
            "access_token_secret": "tokenSecret",
        }
    path = tmp_path / ".twarc"
    with path.open("w") as file:
        parser.write(file)
    assert plain(read_accounts(path)) == [ONE, (*ONE[:5], "ada")]


def test_without_a_path_the_files_in_the_home_folder_are_read_and_those_without_accounts_passed_over(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert read_accounts() == []
    (tmp_path / ".xurl").mkdir()  # since xurl 1.3
    (tmp_path / ".xurl" / "auth.yml").write_text("apps:\n    default:\n        client_id: abc\ndefault_app: default\n")
    assert read_accounts() == []
    (tmp_path / ".xurl" / "auth.yml").write_text(XURL)
    (tmp_path / ".config" / "twarc").mkdir(parents=True)
    (tmp_path / ".config" / "twarc" / "config").write_text(TWARC2)
    (tmp_path / ".twurlrc").write_text(TWURL)
    assert len(read_accounts()) == 5
    assert plain(read_accounts("~/.xurl")) == [ONE]


def test_what_was_read_can_be_kept_and_found(tmp_path):
    store = TokenStore(tmp_path / "home")
    for client, token in read_accounts(written(tmp_path, TWURL)):
        store.save(client, token, endpoints=X)
    assert {profile.name for profile in store.accounts()} == {"@ada", "@12345"}
    assert len(store.accounts()) == 3


@pytest.mark.parametrize(
    "text",
    [
        "apps:\n    default:\n        bearer_token:\n            type: bearer\n            bearer: AAAA\n",
        '{"oauth2_tokens": {}}',
        "bearer_token = 'AAAA'\n",
        "---\nprofiles: {}\nconfiguration: {}\n",
    ],
)
def test_a_file_without_an_oauth1_account_says_so(tmp_path, text):
    with pytest.raises(StoreError, match=r"no OAuth 1\.0a account"):
        read_accounts(written(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "canarySecret",
        "canarySecret: [",
        "profiles: !!python/object/apply:os.system ['echo canarySecret']",
        "profiles:\n  ada: canarySecret",
        "profiles:\n  ada: {k: {consumer_key: k, consumer_secret: canary Secret, token: 7-t, secret: canarySecret}}",
        "profiles:\n  ada: {k: {consumer_key: k, consumer_secret: 12345, token: 7-t, secret: canarySecret}}",
        "profiles: canarySecret",
        "apps: {default: [canarySecret]}",
        "apps: {default: {oauth1_token: canarySecret}}",
        "- canarySecret",
        '{"oauth1_tokens": "canarySecret',
        "{" * 100_000,
        "[canarySecret\nconsumer_secret",
        "[main]\ncanarySecret",
        "consumer_key = 'k'\ncanarySecret\n",
        "canarySecret: " + "x" * 2_000_000,
        "profiles: \x00canarySecret",
        "some_other: {file: canarySecret}",
        "\n" * 100_000 + "canarySecret",
    ],
)
def test_a_file_that_is_none_of_theirs_is_told_without_a_word_of_what_is_in_it(tmp_path, text):
    path = written(tmp_path, text)
    with pytest.raises(StoreError) as caught:
        read_accounts(path)
    told = "".join(traceback.format_exception(caught.value))
    assert str(path) in str(caught.value)
    assert "canary" not in told


def test_a_file_that_is_not_text_or_not_there_is_told(tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(StoreError, match="not a file of twurl"):
        read_accounts(tmp_path / "binary")
    with pytest.raises(StoreError, match="No such file"):
        read_accounts(tmp_path / "nowhere")


def test_without_pyyaml_the_command_is_told_and_files_that_are_no_yaml_are_read(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "yaml", None)  # as Python marks a module that cannot be imported
    for text in (TWARC2, OLD_XURL):
        assert plain(read_accounts(written(tmp_path, text))) == [ONE]
    with pytest.raises(MissingDependencyError, match="pip install pyyaml"):
        read_accounts(written(tmp_path, TWURL))
