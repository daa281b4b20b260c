"""Somebody else signs in than was expected: the token is not kept, and does not stay good at X either."""

from __future__ import annotations

import pytest

from xauth_nb.errors import WrongAccountError
from xauth_nb.oauth.store import TokenStore
from xauth_nb.signin.sign_in import SignIn

REVOCATION = ("POST", "/1.1/oauth/invalidate_token.json")


def sign_in_as_ada_where_grace_is_expected(sandbox):
    sign_in = SignIn(sandbox.client, endpoints=sandbox.endpoints, expect="@grace", store=TokenStore())
    with pytest.raises(WrongAccountError, match="@ada signed in, but this notebook expects @grace") as caught:
        sign_in.finish(sandbox.approve(sign_in.begin(), as_user="ada"))
    assert sign_in.session is None
    return str(caught.value)


def revocations(sandbox):
    return [request.status for request in sandbox.requests if (request.method, request.path) == REVOCATION]


def access_tokens(sandbox):
    return [secret for secret, name in sandbox.secrets if name == "access token secret"]


def test_the_token_is_revoked_at_the_server_and_not_kept(x_sandbox):
    told = sign_in_as_ada_where_grace_is_expected(x_sandbox)
    assert "It was revoked at X." in told
    assert revocations(x_sandbox) == [200]
    assert access_tokens(x_sandbox) == []
    assert TokenStore().accounts() == ()


def test_where_the_server_does_not_confirm_it_the_person_is_told_where_to_revoke_it(x_sandbox):
    x_sandbox.fail(next=9, status=503, path=REVOCATION[1])
    told = sign_in_as_ada_where_grace_is_expected(x_sandbox)
    assert "did not confirm that it is revoked" in told
    assert "Connected apps" in told
    assert TokenStore().accounts() == ()


def test_a_token_that_an_earlier_sign_in_keeps_stays_good(x_sandbox):
    # X gives an app the same token for an account each time. The sandbox makes new ones, so leg 3 is walked around.
    kept = x_sandbox.sign_in("ada")
    TokenStore().save(x_sandbox.client, kept, endpoints=x_sandbox.endpoints)
    sign_in = SignIn(x_sandbox.client, endpoints=x_sandbox.endpoints, expect="@grace")
    with pytest.raises(WrongAccountError) as caught:
        sign_in._accept(kept, x_sandbox.client)
    assert "revoked" not in str(caught.value)
    assert revocations(x_sandbox) == []
    assert access_tokens(x_sandbox) == [kept.secret]


def test_a_token_that_was_given_is_refused_and_not_revoked(x_sandbox):
    sign_in = SignIn(None, endpoints=x_sandbox.endpoints, expect="@grace")
    with pytest.raises(WrongAccountError):
        sign_in.adopt(x_sandbox.sign_in("ada"), x_sandbox.client)
    assert revocations(x_sandbox) == []
