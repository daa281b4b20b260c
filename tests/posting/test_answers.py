"""Every answer that a post may get: what is raised, what the ledger says then, and what the next run does."""

from __future__ import annotations

import json

import pytest

from xauth_nb.errors import (
    ApiError,
    CreditsError,
    ForbiddenError,
    NotFoundError,
    RateLimitedError,
    ServerError,
    UnauthorizedError,
    UsageCapError,
    XAuthError,
)

ID = "1445880548472328192"
HTML = "<!DOCTYPE html><html><body><h1>Sign in to the network</h1></body></html>"


class Edge:
    """Stands before the sandbox's application and answers a post itself, whether X has made it or not."""

    def __init__(self, app):
        self.app, self.answer, self.is_made = app, None, False

    def __call__(self, environ, start_response):
        if self.answer is None or (environ["REQUEST_METHOD"], environ["PATH_INFO"]) != ("POST", "/2/tweets"):
            return self.app(environ, start_response)
        made = b"".join(self.app(environ, lambda *_: None)) if self.is_made else b""
        status, body = self.answer
        self.answer = None
        start_response(f"{status} Answer", [("Content-Type", "application/json")])
        return [body(json.loads(made)["data"]["id"]).encode() if callable(body) else body.encode()]


@pytest.fixture
def edge(sb):
    sb._server.app = Edge(sb._server.app)
    return sb._server.app


def data(**fields):
    return json.dumps({"data": fields})


# What says nothing about the tweet: status and body, and the kind of error.
OPEN = {
    "201 without an id": (201, data(text="Once"), ServerError),
    "201 with a number": (201, '{"data": {"id": 1445880548472328192, "text": "Once"}}', ServerError),
    "201 with a word": (201, data(id="abc", text="Once"), ServerError),
    "201 with digits that are none": (201, data(id="١٢٣", text="Once"), ServerError),
    "201 with twenty digits": (201, data(id="1" * 20, text="Once"), ServerError),
    "201 with an empty id": (201, data(id="", text="Once"), ServerError),
    "201 with null": (201, '{"data": null}', ServerError),
    "201 with a list": (201, '{"data": []}', ServerError),
    "201 that is a list": (201, "[]", ServerError),
    "201 that is a number": (201, "201", ServerError),
    "201 with errors": (201, '{"errors": [{"title": "Not Found Error", "detail": "Gone"}]}', NotFoundError),
    "201 that is empty": (201, "", ServerError),
    "201 that is cut off": (201, '{"data": {"id": "14458', ServerError),
    "200 with nothing in it": (200, "{}", ServerError),
    "200 that is a page": (200, HTML, ServerError),
    "202": (202, "{}", ServerError),
    "204": (204, "", ServerError),
    "301": (301, "", ServerError),
    "303": (303, HTML, ServerError),
    "307": (307, "", ServerError),
    "408": (408, "", ApiError),
    "425": (425, "", ApiError),
    "499": (499, "", ApiError),
    **{str(status): (status, HTML, ServerError) for status in (500, 501, 502, 503, 504, 520, 521, 522, 524, 527, 530)},
    "503 with a problem": (503, '{"title": "Service Unavailable", "detail": "Over capacity"}', ServerError),
    "500 with a code": (500, '{"errors": [{"code": 131, "message": "Internal error"}]}', ServerError),
}  # fmt: skip
# What says that there is no tweet.
REFUSED = {
    "400": (400, "{}", ApiError),
    "401": (401, "", UnauthorizedError),
    "402": (402, '{"title": "CreditsDepleted", "type": "https://api.x.com/2/problems/credits"}', CreditsError),
    "403": (403, "{}", ForbiddenError),
    "403 that is a page": (403, HTML, ServerError),  # of somebody between here and X
    "404": (404, "{}", NotFoundError),
    "404 that is a page": (404, HTML, ServerError),
    "405": (405, "", ApiError),
    "413": (413, "Payload Too Large", ApiError),
    "422": (422, "{}", ApiError),
    "429": (429, "{}", RateLimitedError),
    "429 that is a page": (429, HTML, RateLimitedError),
    "429 of a cap": (429, '{"title": "UsageCapExceeded", "period": "Monthly"}', UsageCapError),
    "451": (451, "", ApiError),
}
# What says that it is there.
MADE = {
    "201": (201, lambda id: data(id=id, text="Once")),
    "200": (200, lambda id: data(id=id, text="Once")),
    "202 with the tweet": (202, lambda id: data(id=id, text="Once")),
    "201 with null for a text": (201, lambda id: data(id=id, text=None)),
    "201 without a text": (201, lambda id: data(id=id)),
    "201 with an odd field": (201, lambda id: data(id=id, text="Once", edit_history_tweet_ids=[1, {}])),
    "201 with errors beside it": (201, lambda id: json.dumps({"data": {"id": id, "text": "Once"}, "errors": [{}]})),
}


@pytest.mark.parametrize("is_made", [True, False], ids=["made", "not made"])
@pytest.mark.parametrize("case", OPEN)
@pytest.mark.deep(but_one_in=3)
def test_an_answer_that_does_not_tell_is_a_doubt(x, edge, posts, case, is_made, capsys):
    status, body, kind = OPEN[case]
    edge.answer, edge.is_made = (status, body), is_made
    if is_made:
        assert x.post_tweet("Once").id == x.ledger[-1].tweet_id
        assert "not sent again" in capsys.readouterr().out
    else:
        with pytest.raises(kind) as caught:
            x.post_tweet("Once")
        assert "not known" in caught.value.message
        assert "Run the cell again" in caught.value.remedy
        assert caught.value.status == status
        assert [entry.state for entry in x.ledger] == ["doubtful"]
        x.post_tweet("Once")
    assert posts() == ["Once"]
    assert [entry.state for entry in x.ledger] == ["posted"]


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_leaves_nothing_behind(x, edge, posts, case):
    status, body, kind = REFUSED[case]
    edge.answer, x.patience = (status, body), 0
    with pytest.raises(kind) as caught:
        x.post_tweet("Once")
    assert caught.value.remedy
    assert "not known" not in caught.value.message
    assert list(x.ledger) == []
    x.post_tweet("Once")
    assert posts() == ["Once"]


@pytest.mark.parametrize("case", MADE)
def test_an_answer_with_an_id_is_a_tweet(x, edge, posts, case, sb):
    edge.answer, edge.is_made = MADE[case], True
    before = len(sb.requests)
    tweet = x.post_tweet("Once")
    assert (tweet.text, tweet.id) == ("Once", x.ledger[-1].tweet_id)
    assert len(sb.requests) == before + 1
    assert x.post_tweet("Once") == tweet
    assert posts() == ["Once"]


@pytest.mark.parametrize("case", [*OPEN, *REFUSED])
@pytest.mark.deep(but_one_in=3)
def test_a_doubt_of_before_outlives_every_answer(x, edge, posts, case):
    """The first attempt is made and not shown; the second is answered in every way. It stays in doubt, and is found."""
    edge.answer, edge.is_made = (500, ""), True
    look, x._sender._finder.look = x._sender._finder.look, lambda *_: None
    with pytest.raises(ServerError):
        x.post_tweet("Once")
    edge.answer, edge.is_made, x.patience = (OPEN | REFUSED)[case][:2], False, 0
    with pytest.raises(XAuthError):
        x.post_tweet("Once")
    assert [entry.state for entry in x.ledger] == ["doubtful"]
    x._sender._finder.look = look
    assert x.post_tweet("Once").id == x.ledger[-1].tweet_id
    assert posts() == ["Once"]
