"""Secrets of hosted notebooks, with stand-ins for the modules of Colab, Kaggle and Databricks on ``sys.path``."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from xauth_nb.errors import UsageError
from xauth_nb.oauth.store import TokenStore
from xauth_nb.signin import hosted
from xauth_nb.signin.known import prepare

COLAB = {
    "google/__init__.py": "",
    "google/colab/__init__.py": "",
    "google/colab/userdata.py": """
        class SecretNotFoundError(Exception): pass
        class NotebookAccessError(Exception): pass
        class TimeoutException(Exception): pass
        def get(name):
            import standin_values
            return standin_values.give(name, SecretNotFoundError, NotebookAccessError, TimeoutException)
    """,
}
KAGGLE = {
    "kaggle_secrets.py": """
        class BackendError(Exception): pass
        class CredentialError(Exception): pass
        class Late(Exception): pass
        Late.__name__ = "TimeoutException"
        class UserSecretsClient:
            def get_secret(self, label):
                import standin_values
                none = lambda name: BackendError(f"No user secrets exist for kernel id 1 and label {name}.")
                return standin_values.give(label, none, CredentialError, Late)
    """
}
DATABRICKS = {
    "databricks/__init__.py": "",
    "databricks/sdk/__init__.py": "",
    "databricks/sdk/runtime.py": """
        class IllegalArgumentException(Exception): pass
        class Denied(Exception): pass
        class Late(Exception): pass
        Late.__name__ = "TimeoutException"
        class secrets:
            @staticmethod
            def get(scope, key):
                import standin_values
                none = lambda name: IllegalArgumentException(f"Secret does not exist with scope: {scope}")
                denied = lambda name: Denied("PERMISSION_DENIED: scope canary-in-an-error")
                assert scope == standin_values.scope
                return standin_values.give(key, none, denied, Late)
        class dbutils:
            secrets = secrets
    """,
}
PLACES = {"Colab": COLAB, "Kaggle": KAGGLE, "Databricks": DATABRICKS}
VALUES = """
    values, refused, late, scope, asked = {values!r}, {refused!r}, {late!r}, {scope!r}, []
    def give(name, none, denied, too_late):
        asked.append(name)
        if name in refused: raise denied(name)
        if name in late: raise too_late(name)
        if name == 'hang': import threading; threading.Event().wait(60)
        if name not in values: raise none(name)
        return values[name]
"""


@pytest.fixture(params=PLACES)
def place(request, tmp_path, monkeypatch, x_sandbox):
    """Makes the hosted notebook, with these secrets; its name is ``place.name``."""

    def make(values=(), *, refused=(), late=(), scope="xauth-nb"):
        values = VALUES.format(values=dict(values), refused=tuple(refused), late=tuple(late), scope=scope)
        for name, text in {**PLACES[request.param], "standin_values.py": values}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(textwrap.dedent(text))
        monkeypatch.syspath_prepend(tmp_path)
        for name in [each for each in sys.modules if each.partition(".")[0] in _STANDINS]:
            monkeypatch.delitem(sys.modules, name)
        if request.param == "Databricks":
            monkeypatch.setenv("DATABRICKS_RUNTIME_VERSION", "15.4")

    monkeypatch.setenv("XAUTH_NB_ENDPOINT", x_sandbox.base_url)
    make.name = request.param
    yield make
    for name in [each for each in sys.modules if each.partition(".")[0] in _STANDINS]:
        del sys.modules[name]


_STANDINS = {"google", "kaggle_secrets", "databricks", "standin_values"}


def keys_of(sandbox):
    return {"X_API_KEY": sandbox.client.key, "X_API_SECRET": f" {sandbox.client.secret}\n"}


def test_the_keys_are_found_and_a_token_signs_in(place, x_sandbox):
    token = x_sandbox.sign_in("ada")
    place(keys_of(x_sandbox) | {"X_ACCESS_TOKEN": token.token, "X_ACCESS_TOKEN_SECRET": token.secret})
    sign_in = prepare()
    assert sign_in.session.screen_name == "ada"
    assert sign_in.note == ""


def test_keys_alone_are_enough_to_begin(place, x_sandbox):
    place({"CONSUMER_KEY": x_sandbox.client.key, "CONSUMER_SECRET": x_sandbox.client.secret})
    sign_in = prepare()
    assert (sign_in.client.key, sign_in.session) == (x_sandbox.client.key, None)


def test_they_stand_after_the_environment_and_before_the_store(place, x_sandbox, monkeypatch):
    from xauth_nb import ClientCredentials

    kept = ClientCredentials("kept-key", "kept-secret")
    TokenStore().save(kept, x_sandbox.sign_in("ada"), endpoints=x_sandbox.endpoints)
    place({"X_API_KEY": "hosted-key", "X_API_SECRET": "hosted-secret"})
    assert prepare().client.key == "hosted-key"
    monkeypatch.setenv("CONSUMER_KEY", "environment-key")
    monkeypatch.setenv("CONSUMER_SECRET", "environment-secret")
    assert prepare().client.key == "environment-key"


def test_half_a_pair_of_the_environment_is_still_told_as_that(place, x_sandbox, monkeypatch):
    place(keys_of(x_sandbox))
    monkeypatch.setenv("X_API_KEY", "alone")
    with pytest.raises(UsageError, match="environment variable X_API_KEY is set, but X_API_SECRET is not"):
        prepare()


def test_nothing_kept_there_says_nothing(place):
    place()
    sign_in = prepare()
    assert (sign_in.client, sign_in.note) == (None, "")


def test_a_refusal_is_told_in_words_and_nothing_else_is_asked(place, x_sandbox):
    place(keys_of(x_sandbox), refused=["X_API_SECRET"])
    sign_in = prepare()
    assert sign_in.client is None
    assert f"{place.name} did not let this notebook read the secret X_API_SECRET. " in sign_in.note
    assert "then run the cell again" in sign_in.note
    assert "canary" not in sign_in.note
    assert sys.modules["standin_values"].asked == ["X_API_KEY", "X_API_SECRET"]


def test_an_answer_that_came_too_late_for_the_place_is_told(place):
    place(late=["X_API_KEY"])
    assert prepare().note == f"{place.name} did not give the secret X_API_KEY in time. Run the cell again."


def test_a_place_that_never_answers_is_left_in_time(place, monkeypatch):
    place()
    monkeypatch.setattr(hosted, "_PATIENCE", 0.2)
    monkeypatch.setattr(hosted, "CLIENT_VARIABLES", (("hang", "hang"),))
    assert "did not answer within" in prepare().note


def test_half_a_pair_is_told(place, x_sandbox):
    place({"X_API_KEY": x_sandbox.client.key})
    sign_in = prepare()
    assert sign_in.client is None
    assert sign_in.note == f"{place.name} keeps X_API_KEY and not X_API_SECRET, and one is of no use alone."


def test_another_fault_is_told_by_its_kind_and_not_by_its_text(place, x_sandbox):
    place({"X_API_KEY": x_sandbox.client.key})
    (sys.modules.pop("standin_values", None))
    import standin_values

    standin_values.give = lambda *_: (_ for _ in ()).throw(RuntimeError("canary-secret"))
    assert prepare().note == f"The secrets of {place.name} could not be read (RuntimeError), and were not used."


def test_another_scope_of_databricks_can_be_named(place, x_sandbox, monkeypatch):
    monkeypatch.setenv("XAUTH_NB_SECRETS_SCOPE", "mine")
    place(keys_of(x_sandbox), scope="mine")
    assert prepare().client.key == x_sandbox.client.key


def test_elsewhere_nothing_of_it_is_imported():
    code = (
        "import sys; from xauth_nb.signin.known import prepare; prepare();"
        "print([name for name in sys.modules if name.partition('.')[0] in ('google', 'kaggle_secrets', 'databricks')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "colab" not in done.stdout
    assert "kaggle" not in done.stdout
    assert "databricks" not in done.stdout
