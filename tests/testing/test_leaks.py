"""The search for secrets finds each where it was planted, shows none, and is silent about what only looks alike."""

from __future__ import annotations

import json
import secrets as random
import string
from urllib.parse import quote

import nbformat
import pytest

from xauth_nb import ClientCredentials, Endpoints, TokenCredentials, UsageError
from xauth_nb.oauth.store import TokenStore
from xauth_nb.testing import assert_no_secrets


def alnum(length):
    return "a1" + "".join(random.choice(string.ascii_letters + string.digits) for _ in range(length - 2))


def notebook(source="x = login()", *outputs, **parts):
    cell = nbformat.v4.new_code_cell(source, outputs=list(outputs))
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Mine"), cell])
    made.update(parts)
    return made


def complaint_of(shared, *hidden):
    with pytest.raises(AssertionError) as caught:
        assert_no_secrets(shared)
    told = str(caught.value)
    # A traceback may print local variables; those of the caller are his own.
    shown = str({**caught.traceback[-1].frame.f_locals, "notebook": None})
    for secret in hidden:
        assert secret not in told
        assert secret not in shown
    return told


def test_what_the_sandbox_of_this_test_issued_is_found_by_name_and_place(x_sandbox, tmp_path):
    token = x_sandbox.sign_in("ada")
    stream = nbformat.v4.new_output("stream", text=["said\n", f"{token.secret}\n"])
    shown = nbformat.v4.new_output("display_data", data={"text/html": f"<a href='?s={token.token}'>"})
    nbformat.write(notebook(f"k = '{x_sandbox.client.secret}'", stream, shown), tmp_path / "mine.ipynb")
    told = complaint_of(tmp_path / "mine.ipynb", token.secret, token.token, x_sandbox.client.secret)
    assert "3 secrets are in" in told
    assert "mine.ipynb, cell 2, source: the API key secret of the sandbox" in told
    assert "mine.ipynb, cell 2, output 1: the access token secret of the sandbox" in told
    assert "mine.ipynb, cell 2, output 2: the access token of the sandbox" in told


def test_the_environment_is_searched_for(monkeypatch):
    secret = "this+is/mine=" + alnum(20)
    monkeypatch.setenv("X_API_SECRET", secret)
    for shared in (notebook(f"print({secret!r})"), notebook(f"get('https://a.example/?k={quote(secret, safe='')}')")):
        told = complaint_of(shared, secret)
        assert "cell 2, source: the value of the environment variable X_API_SECRET" in told


def test_kept_sign_ins_are_searched_for_and_the_state_of_widgets_is_looked_at(tmp_path):
    client = ClientCredentials(alnum(25), alnum(50))
    token = TokenCredentials(f"6253282-{alnum(40)}", alnum(45), None, "ada")
    TokenStore().save(client, token, endpoints=Endpoints.at("https://api.x.com"))
    metadata = {"widgets": {"state": {"a": {"state": {"value": f"<b>{token.secret}</b>"}}}}}
    told = complaint_of(notebook(metadata=metadata), token.secret)
    assert "metadata (with the state of widgets): the access token secret of a sign-in that is kept here" in told


@pytest.mark.parametrize(
    "text",
    [
        'X_API_SECRET = "{alnum50}"',
        '"consumer_secret": "{alnum41}"',
        "oauth_token_secret={alnum32}&user_id=1",
        "Access Token: 6253282-{alnum40}",
        "%env X_ACCESS_TOKEN_SECRET={alnum45}",
        "API Key Secret   {alnum50}",
        'ClientCredentials("{alnum25}", "{alnum50}")',
        'login(token=TokenCredentials("6253282-{alnum40}", "{alnum45}"))',
        "oauth_verifier={alnum32}",
    ],
)
def test_what_has_the_shape_of_a_token_behind_its_name_is_found(text):
    planted = {f"alnum{n}": alnum(n) for n in (25, 32, 40, 41, 45, 50)}
    told = complaint_of(notebook(text.format(**planted)), *(value for name, value in planted.items() if name in text))
    assert "cell 2, source: something that has the shape of X's tokens" in told


@pytest.mark.parametrize(
    "text",
    [
        'ClientCredentials("your-api-key", "your-api-key-secret")',
        'X_API_SECRET = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
        'TokenCredentials("6253282-your-access-token", "your-access-token-secret")',
        "sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "https://x.com/ada/status/1967894561230001152",
        "os.environ['X_API_SECRET']",
        "the access token secret stays where it is",
        "1967894561230001152-a",
    ],
)
def test_what_only_looks_alike_is_left_in_peace(text):
    assert_no_secrets(notebook(text))


def test_a_secret_that_is_only_a_part_of_something_longer_is_none(monkeypatch):
    monkeypatch.setenv("X_ACCESS_TOKEN", "6253282")
    assert_no_secrets(notebook("tweet 62532820001"))
    assert "X_ACCESS_TOKEN" in complaint_of(notebook("by 6253282."))


def test_a_folder_is_searched_with_its_checkpoints_and_a_broken_notebook_as_text(tmp_path, monkeypatch):
    secret = alnum(50)
    monkeypatch.setenv("X_API_SECRET", secret)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / ".ipynb_checkpoints" / "a-checkpoint.ipynb").write_text(json.dumps(notebook(f"'{secret}'")))
    (tmp_path / "broken.ipynb").write_text(f'{{"cells": [\n"{secret}"')
    (tmp_path / "log.txt").write_bytes(b"\xff\n" + secret.encode())
    told = complaint_of(str(tmp_path), secret)
    assert "a-checkpoint.ipynb, cell 2, source" in told
    assert "broken.ipynb, line 2" in told
    assert "log.txt, line 2" in told


def test_a_notebook_that_is_not_there_is_not_taken_for_a_clean_one(tmp_path):
    with pytest.raises(UsageError, match=r"There is no file .*gone\.ipynb"):
        assert_no_secrets(tmp_path / "gone.ipynb")


def test_the_notebook_that_an_unattended_login_writes_is_clean(signed_in_as, tmp_path):
    from nbclient import NotebookClient

    signed_in_as("grace")
    made = notebook("from xauth_nb import login\nx = login()\nx, x.user, x.token")
    NotebookClient(made, timeout=60).execute()
    assert "grace" in nbformat.writes(made)
    assert_no_secrets(made)
