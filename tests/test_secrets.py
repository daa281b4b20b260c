"""No secret leaves the objects that hold it: a notebook is executed with everything that could leak switched on."""

from __future__ import annotations

import os
import urllib.parse

import nbformat
import pytest
from nbclient import NotebookClient

STORY = """
import logging, sys, http.client
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, force=True)
from xauth_nb import LoginWidget, ClientCredentials, login
get_ipython().run_line_magic("xmode", "Verbose")
###
card = LoginWidget()
card
###
form = card._form  # what a person does, as the front end tells it
form._key.value = open(KEYS).read().split()[0]
form._secret.value = open(KEYS).read().split()[1]
###
typed_but_wrong = card.submit("hello there")
###
from xauth_nb.sandbox import visitor
form._pin.value = visitor.approve(card.authorize_url, "ada")
card
###
x = card.session
x, x.auth, x.token, vars(x), vars(x.auth), x.timeout, repr(x.__dict__)
###
x.post_tweet("A canary in a coal mine")
###
x.get_tweet(1)
###
import pickle
pickle.dumps(x)
###
import copy
copy.copy(x.token)
###
def inner(session, signer, token):
    return (session, signer, token) / 0

inner(x, x.auth, x.token)
###
raise RuntimeError("with the session in a local variable")
###
again = LoginWidget()
again
###
unfinished = LoginWidget(profile="@nobody")
unfinished._form._key.value = open(KEYS).read().split()[1]
unfinished
###
x.logout()
###
x.me()
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """Execute the story, and give back everything that came out, with the secrets that were in play."""
    from xauth_nb.sandbox import Sandbox

    folder = tmp_path_factory.mktemp("story")
    with Sandbox() as sandbox:
        issued = sandbox._state.tokens._access = Remembering()
        keys = folder / "keys"
        keys.write_text(f"{sandbox.client.key} {sandbox.client.secret}")
        cells = [f"KEYS = {str(keys)!r}", *(cell.strip() for cell in STORY.split("###"))]
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        env = {name: value for name, value in os.environ.items() if not name.startswith(("X_", "XAUTH_"))}
        env |= {"XAUTH_NB_ENDPOINT": sandbox.base_url, "XAUTH_NB_HOME": str(folder / "home")}
        NotebookClient(notebook, timeout=60, allow_errors=True, store_widget_state=True).execute(env=env)
        kept = folder / "home" / "tokens.json"
        stored = kept.read_text() if kept.exists() else ""
        secrets = {"consumer secret": sandbox.client.secret}
        for number, request in enumerate(sandbox._state.tokens._requests.values()):
            secrets[f"request token secret {number}"] = request.secret
            if request.verifier:
                secrets[f"PIN {number}"] = request.verifier
        secrets |= {f"access token secret {number}": secret for number, secret in enumerate(issued.secrets)}
    return notebook, secrets, stored


class Remembering(dict):
    """The sandbox's register of access tokens, which forgets what is revoked; this one remembers the secrets."""

    def __init__(self):
        super().__init__()
        self.secrets = []

    def __setitem__(self, token, access):
        self.secrets.append(access.secret)
        super().__setitem__(token, access)


def test_the_story_went_as_it_was_meant(ran):
    notebook, secrets, _ = ran
    text = nbformat.writes(notebook)
    for said in ("Signed in as @ada", "A canary in a coal mine", "not pickled", "TypeError", "signed out"):
        assert said in text
    assert {"consumer secret", "PIN 0", "request token secret 0", "access token secret 0"} <= secrets.keys()


def test_logging_was_at_debug_and_tracebacks_were_verbose(ran):
    text = nbformat.writes(ran[0])
    assert "DEBUG:urllib3" in text
    assert "POST /oauth/access_token" in text
    assert "(session=<XSession @ada" in text, "no local variable was printed"


def test_no_secret_is_in_the_notebook_its_outputs_its_widget_state_its_logs_or_its_tracebacks(ran):
    notebook, secrets, _ = ran
    assert notebook.metadata.get("widgets"), "the widget state was not stored, so nothing was tested"
    text = nbformat.writes(notebook)
    for name, secret in secrets.items():
        for form in {secret, urllib.parse.quote(secret, safe="")}:
            assert form not in text, name


def test_after_signing_out_nothing_is_left_in_the_store(ran):
    _, secrets, stored = ran
    assert not [name for name, secret in secrets.items() if name.startswith("access") and secret in stored]
