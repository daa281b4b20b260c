"""Posted once: the cell run again, two kernels at once, keys, and what the person is told."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
import requests
from requests.adapters import HTTPAdapter

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import Endpoints
from xauth_nb.errors import DuplicateTweetError, ForbiddenError, NotFoundError, UsageError
from xauth_nb.ledger.scope import server_of
from xauth_nb.session import XSession
from xauth_nb.style.dates import moment


def test_running_the_cell_again_returns_the_tweet_and_says_so(x, posts, capsys):
    first = x.post_tweet("Hello once")
    assert capsys.readouterr().out == ""
    again = x.post_tweet("Hello once")
    out = capsys.readouterr().out
    assert again == first
    assert again.author.username == "ada"
    assert again.created_at == first.created_at
    assert out.count("\n") == 1
    assert out.startswith("Posted already on ")
    assert first.url in out
    assert "once=False" in out
    assert "\x1b" not in out
    assert posts().count("Hello once") == 1


def test_another_session_of_the_account_finds_it_too(sb, x, signed_in, posts):
    first = x.post_tweet("From one notebook")
    assert signed_in(sb).post_tweet("From one notebook") == first
    assert posts().count("From one notebook") == 1


def test_another_account_posts_its_own(sb, x, signed_in):
    grace = signed_in(sb, "grace")
    assert x.post_tweet("Both of us say so") != grace.post_tweet("Both of us say so")
    assert [entry.text for entry in grace.ledger] == ["Both of us say so"]


@pytest.mark.parametrize("same", ["Cafe\u0301 ole", "Café ole  ", "\nCafé ole"])
def test_what_x_takes_for_the_same_text_is_the_same_post(x, same):
    assert x.post_tweet(same) == x.post_tweet("Café ole")


def test_the_same_text_in_another_place_is_another_post(x):
    first = x.post_tweet("Yes")
    reply = x.post_tweet("Yes", reply_to=first)
    second = x.post_tweet("Yes", reply_to=reply)
    assert len({first, reply, second}) == 3
    assert x.post_tweet("Yes", reply_to=first) == reply


def test_once_false_posts_in_any_case_and_notes_it(x, posts):
    base = x.post_tweet("Where")
    media_free = x.post_tweet("Again", reply_to=base, once=False)
    with pytest.raises(DuplicateTweetError):  # X's own rule, which is not ours to bend
        x.post_tweet("Again", reply_to=base, once=False)
    assert [entry.tweet_id for entry in x.ledger] == [base.id, media_free.id]


def test_a_key_names_a_post(x, posts):
    first = x.post_tweet("The report of Monday", key="report")
    assert x.post_tweet("The report of Monday", key="report") == first
    with pytest.raises(UsageError) as caught:
        x.post_tweet("The report of Tuesday", key="report")
    assert "The report of Monday" in str(caught.value)
    assert "The report of Tuesday" in str(caught.value)
    assert posts().count("The report of Tuesday") == 0


def test_a_key_reused_for_the_same_beginning_says_that_they_differ_further_on(x):
    x.post_tweet("a" * 200, key="k")
    with pytest.raises(UsageError, match="further on"):
        x.post_tweet("a" * 201, key="k")


def test_the_same_text_under_another_key_is_x_to_judge(sb, x):
    first = x.post_tweet("Good morning", key="monday")
    with pytest.raises(DuplicateTweetError):
        x.post_tweet("Good morning", key="tuesday")
    assert x.delete(f"/2/tweets/{first.id}").ok, "then X takes it again"
    assert x.post_tweet("Good morning", key="tuesday") != first


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("", "names nothing"),
        ("  ", "names nothing"),
        (7, "is of type int"),
        (pd.Period("2026-11"), "is of type Period"),
        (False, "is of type bool"),
    ],
)
def test_a_key_that_is_none_is_refused(x, key, said):
    with pytest.raises(UsageError, match=said):
        x.post_tweet("text", key=key)


@pytest.mark.parametrize(
    ("key", "same"),
    [
        (date(2026, 11, 25), "2026-11-25"),
        (datetime(2026, 11, 25, 9), "2026-11-25 09:00:00"),
        (np.datetime64("2026-11-25"), date(2026, 11, 25)),
        (pd.Timestamp("2026-11-25 09:00"), datetime(2026, 11, 25, 9)),
    ],
)
def test_a_day_or_a_moment_is_a_key(x, posts, key, same):
    first = x.post_tweet("Today's figures", key=key)
    assert x.post_tweet("Today's figures", key=same) == first
    assert x.ledger[-1].key == str(same)
    with pytest.raises(UsageError, match="names nothing"):
        x.post_tweet("Today's figures", key=pd.NaT)


@pytest.mark.parametrize("key", [None, "both"])
def test_two_kernels_that_post_the_same_at_once_make_one_tweet_and_both_hold_it(sb, signed_in, posts, key):
    sessions = [signed_in(sb) for _ in range(4)]
    start, got = threading.Barrier(len(sessions)), []

    def run(session):
        start.wait(10)
        got.append(session.post_tweet("At the same time", key=key))

    threads = [threading.Thread(target=run, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == len(sessions)
    assert len(set(got)) == 1
    assert posts().count("At the same time") == 1


def test_what_x_refuses_is_not_kept(sb, signed_in, sandbox):
    poor = sandbox(credits=0)
    x = signed_in(poor)
    with pytest.raises(Exception, match="credits"):
        x.post_tweet("No money")
    assert list(x.ledger) == []


def test_a_text_that_was_posted_elsewhere_a_moment_ago_is_that_tweet(sb, x, capsys, posts):
    made = x.post("/2/tweets", json={"text": "By hand, see example.com"}).json()["data"]["id"]
    assert x.post_tweet("By hand, see example.com").id == made
    assert "X has this tweet already" in capsys.readouterr().out
    assert x.ledger[-1].tweet_id == made


def test_what_is_found_so_is_noted_by_the_clock_of_x(sandbox, signed_in):
    x = signed_in(sandbox(at="2026-09-16T15:00:00Z"))
    x.post("/2/tweets", json={"text": "Elsewhere"})
    tweet = x.post_tweet("Elsewhere")
    assert abs(x.ledger[-1].tried - tweet.created_at) < timedelta(minutes=5)


def test_deleting_frees_the_text_and_the_key(x, posts):
    first = x.post_tweet("Oops", key="oops")
    assert x.delete_tweet(first) is True
    assert x.ledger[-1].state == "deleted"
    assert x.delete_tweet(first) is True, "what is gone is gone"
    second = x.post_tweet("Oops", key="oops")
    assert second != first
    assert posts().count("Oops") == 1


def test_a_deletion_that_cannot_be_noted_is_told_and_done(x, posts):
    tweet = x.post_tweet("Away")
    x.ledger.path.unlink()
    x.ledger.path.mkdir()
    with pytest.warns(UserWarning, match="could not be noted"):
        assert x.delete_tweet(tweet) is True
    assert posts() == []


def test_deleting_what_never_was_is_not_called_a_success(x):
    with pytest.raises(NotFoundError, match="gone already, or never was"):
        x.delete_tweet("20")


@pytest.mark.parametrize("fault", [{"reset": "after"}, {"truncate": True}], ids=str)
def test_a_deletion_whose_answer_was_lost_is_known_by_what_is_gone(sb, x, posts, fault):
    elsewhere = x.post("/2/tweets", json={"text": "By hand"}).json()["data"]["id"]  # the ledger does not know it
    sb.fail(method="DELETE", **fault)
    assert x.delete_tweet(elsewhere) is True
    assert posts() == []


class No(HTTPAdapter):
    """Answers that it did not delete."""

    def send(self, request, **_):
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, request.url, request
        answer._content = b'{"data": {"deleted": false}}'
        return answer


def test_a_deletion_that_x_did_not_carry_out_is_not_noted_as_one(x):
    tweet = x.post_tweet("Stands")
    x.mount(x.endpoints.base_url, No())
    assert x.delete_tweet(tweet) is False
    assert x.ledger[-1].state == "posted"


def test_somebody_elses_tweet_is_not_deleted(sb, x, signed_in):
    tweet = signed_in(sb, "grace").post_tweet("Mine")
    with pytest.raises(ForbiddenError, match="another account's") as caught:
        x.delete_tweet(tweet)
    assert "sign in as its author" in caught.value.remedy


def test_a_header_that_says_read_warns_and_x_decides(sb, signed_in):
    x = signed_in(sb, access="read")
    before = len(sb.requests)
    with pytest.warns(UserWarning, match="x-access-level: read") as told, pytest.raises(ForbiddenError) as caught:
        x.post_tweet("Not allowed")
    assert [warning.filename for warning in told] == [__file__]  # where the cell is, and not where the verb is
    assert "Read and write" in caught.value.remedy
    assert [request.status for request in sb.requests[before:] if request.method == "POST"] == [403]
    assert list(x.ledger) == []


def test_a_header_that_is_wrong_blocks_nothing(sb, x):
    x.me()
    x.access = "read"  # X's own playground sends it whatever the token may do
    with pytest.warns(UserWarning, match="the header is a hint"):
        tweet = x.post_tweet("Posted all the same")
    assert sb.world.tweet(int(tweet.id)).text == "Posted all the same"
    assert x.access == "read-write"


def test_where_the_access_is_not_told_x_is_asked(sb, signed_in):
    x = signed_in(sb, access="read")
    x.access = None
    with pytest.raises(ForbiddenError, match="Read and write"):
        x.post_tweet("Not allowed")
    assert list(x.ledger) == []


def test_the_ledger_says_what_was_posted_from_where(x, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/home/ada/work/sentiment.ipynb")
    x.post_tweet("<b>Bold</b> & plain", key="<k>")
    entry = x.ledger[-1]
    assert (entry.source, entry.state, entry.key) == ("sentiment.ipynb", "posted", "<k>")
    assert "sentiment.ipynb" in repr(x.ledger)
    assert moment(entry.tried) in repr(x.ledger)
    html = x.ledger._repr_html_()
    assert "&lt;b&gt;Bold" in html
    assert "<k>" not in html
    assert f"{x.endpoints.base_url}/i/status/{entry.tweet_id}" in html
    assert len(x.ledger) == 1
    assert x.ledger[:1] == [entry]


def test_an_empty_ledger_makes_no_file(x):
    assert list(x.ledger) == []
    assert "Nothing was posted" in repr(x.ledger)
    assert "Nothing was posted" in x.ledger._repr_html_()
    assert not x.ledger.path.exists()


def test_the_next_sandbox_at_the_same_port_has_none_of_these_tweets(sandbox, signed_in):
    first = sandbox()
    port = int(first.base_url.rpartition(":")[2])
    before = signed_in(first).post_tweet("Practice")
    first.stop()
    after = signed_in(sandbox(port=port))
    assert list(after.ledger) == []
    assert after.post_tweet("Practice") != before


def test_xs_api_under_its_old_name_has_the_same_posts():
    client, token = ClientCredentials("key", "secret"), TokenCredentials("1-token", "secret", "1")
    names = set()
    for server in ("https://api.x.com", "https://api.twitter.com"):
        with XSession(client, token, endpoints=Endpoints.at(server)) as session:
            names.add(server_of(session))
    assert names == {"https://api.x.com"}
