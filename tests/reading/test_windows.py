"""A whole timeline read in windows: the same tweets as page after page, and at most a quarter more calls."""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from requests.adapters import BaseAdapter

from xauth_nb.credentials import ClientCredentials, TokenCredentials
from xauth_nb.endpoints import X
from xauth_nb.errors import ApiError
from xauth_nb.reading.crew import THREADS
from xauth_nb.reading.span import EVERYTHING
from xauth_nb.reading.windows import _Windows, newest_first
from xauth_nb.session import XSession
from xauth_nb.tweets import Tweet, Tweets, User
from xauth_nb.tweets.ids import first_id_at
from xauth_nb.tweets.records import UserMetrics

REACH = 3200
NOW = first_id_at(datetime(2026, 9, 16, tzinfo=timezone.utc))
OWNER = User(id="7", username="uneven", name="Uneven", created_at=datetime(2012, 1, 1, tzinfo=timezone.utc))


class AnswerFromAfar(requests.Response):
    """An answer on which nobody here has to wait, though it says so: requests would set what it measured."""

    away = timedelta(milliseconds=120)
    elapsed = property(lambda self: self.away, lambda self, measured: None)


class UnevenX(BaseAdapter):
    """A timeline as X serves it: the newest 3,200 ids, in pages; some tweets are hidden, so pages may be short."""

    def __init__(self, ids, hidden=frozenset(), remaining=None, away=AnswerFromAfar.away):
        super().__init__()
        self.away = away
        self.oldest_first = sorted(ids)[-REACH:]
        self.hidden, self.remaining = hidden, remaining
        self.calls = 0
        self.refused = None  # the number of a call that is answered with a 400
        self.asked, self.asked_by = [], []

    def page(self, since=0, until=1 << 63, size=100, token=None):
        until = int(token) if token else until
        low, high = bisect_left(self.oldest_first, since + 1), bisect_left(self.oldest_first, until)
        start = max(high - size, low)
        shown = self.oldest_first[start:high][::-1]
        return [one for one in shown if one not in self.hidden], str(shown[-1]) if start > low else None

    def send(self, request, **_):
        self.calls += 1
        is_refused = self.calls == self.refused
        asked = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
        self.asked.append(asked)
        self.asked_by.append(threading.get_ident())
        shown, token = self.page(
            int(asked.get("since_id", 0)),
            int(asked.get("until_id", 1 << 63)),
            int(asked["max_results"]),
            asked.get("pagination_token"),
        )
        body = {"meta": {"result_count": len(shown)}}
        body |= {"data": [{"id": str(one), "text": "…"} for one in shown]} if shown else {}
        body["meta"] |= {"next_token": token} if token else {}
        response = AnswerFromAfar()
        response.away = self.away
        response.status_code, response.url, response.request = 400 if is_refused else 200, request.url, request
        response._content = json.dumps(body).encode()
        if self.remaining is not None:
            self.remaining = max(self.remaining - 1, 0)
            response.headers["x-rate-limit-remaining"] = str(self.remaining)
        return response

    def close(self):
        pass

    def in_a_row(self, **bounds):
        """Read it by hand, page after page: the ruler."""
        found, calls, token = [], 0, None
        while calls == 0 or token:
            shown, token = self.page(token=token, **bounds)
            found += shown
            calls += 1
        return [str(one) for one in found], calls


def session_to(server):
    session = XSession(ClientCredentials("key", "secret"), TokenCredentials("7-token", "secret"), endpoints=X)
    session.budget = None  # 3,200 tweets are $16.00 at X
    session.mount(X.base_url, server)
    session.user = OWNER
    return session


def agrees(server, *, said=None, **bounds):
    wanted, in_a_row = server.in_a_row(**{name: int(value) for name, value in bounds.items()})
    owner = replace(OWNER, public_metrics=UserMetrics(tweet_count=said))
    tweets = session_to(server).timeline(owner, REACH, **bounds)
    assert [tweet.id for tweet in tweets] == wanted
    assert tweets.next_token is None
    assert server.calls <= 1.25 * in_a_row
    assert tweets.provenance.pages == server.calls
    return server.calls, in_a_row


stretches = st.lists(
    st.tuples(st.integers(0, 1500), st.sampled_from([1, 2, 1_000, 60_000, 3_600_000, 90_000_000])), max_size=9
)


def laid_out(stretches):
    """Lay stretches of tweets on the time line, newest first, each with a rhythm of its own (milliseconds apart)."""
    ids, at = [], NOW
    for count, apart in stretches:
        for _ in range(count):
            at -= (apart << 22) + 1
            if at <= first_id_at(OWNER.created_at):
                return ids
            ids.append(at)
    return ids


counts = st.sampled_from([None, 0.3, 1, 1.1, 1.25])  # what X says for each tweet that there is; a fifth may be gone


@given(stretches, st.sampled_from([0, 0, 0, 2, 7]), counts)
def test_any_rhythm_gives_the_same_tweets_for_at_most_a_quarter_more_calls(stretches, every, counted):
    ids = laid_out(stretches)
    hidden = frozenset(ids[::every]) if every else frozenset()
    agrees(UnevenX(ids, hidden=hidden), said=None if counted is None else int(len(ids) * counted))


@given(stretches, counts, st.randoms(use_true_random=False))
def test_the_quarter_is_kept_in_whatever_order_the_answers_come(stretches, counted, chance):
    server = UnevenX(laid_out(stretches))
    wanted, in_a_row = server.in_a_row()
    promised = int(len(server.oldest_first) * (counted or 0))
    listing = SimpleNamespace(bounds=dict, sizes=(5, 100), span=EVERYTHING, floor=0, reach=REACH, promised=promised)
    pull = SimpleNamespace(listing=listing, pages=[])
    windows, answers = _Windows(pull), []
    while windows.gaps:
        windows.cut(THREADS)
        for gap in windows.idle()[: THREADS - len(answers)]:
            gap.is_asked = True
            asked = gap.call({}, "100")
            shown, token = server.page(
                int(asked.get("since_id", 0)), int(asked.get("until_id", 1 << 63)), 100, asked.get("pagination_token")
            )
            answers.append((gap, Tweets([Tweet(id=str(one), text="…") for one in shown], next_token=token)))
        for _ in range(chance.randint(1, len(answers))):
            gap, page = answers.pop(chance.randrange(len(answers)))
            pull.pages.append(page)
            windows.fill(gap, page)
    assert [tweet.id for tweet in newest_first(pull.pages)] == wanted
    assert len(pull.pages) <= 1.25 * in_a_row


@given(stretches, st.integers(0, 20_000))
def test_a_count_that_is_wrong_costs_eight_calls_at_the_most_and_no_tweet(stretches, said):
    server = UnevenX(laid_out(stretches))
    wanted, in_a_row = server.in_a_row()
    owner = replace(OWNER, public_metrics=UserMetrics(tweet_count=said))
    assert [tweet.id for tweet in session_to(server).timeline(owner, REACH)] == wanted
    assert server.calls <= 1.25 * in_a_row + 8


def test_where_the_count_is_known_it_is_cut_after_one_page():
    server = UnevenX(laid_out([(3200, 3_600_000)]))
    agrees(server, said=90_000)
    places = [asked.get("until_id") for asked in server.asked[:8]]
    assert places[0] is None
    assert len(set(places)) == 8


@given(stretches, st.data())
def test_any_part_of_any_rhythm_too(stretches, data):
    ids = laid_out([*stretches, (10, 1000)])
    since, until = sorted(data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)))
    agrees(UnevenX(ids), since=str(since), until=str(until))


@pytest.mark.parametrize(
    "stretches",
    [
        pytest.param([(3200, 3_600_000)], id="even"),
        pytest.param([(400, 9_000_000), (2400, 1), (400, 9_000_000)], id="a burst of 2,400 in 2.4 seconds"),
        pytest.param([(1600, 60_000), (1, 90_000_000_000), (1599, 60_000)], id="silent for years"),
    ],
)
def test_a_long_timeline_is_asked_for_from_several_places(stretches):
    places = agrees(UnevenX(laid_out(stretches)))
    assert places[1] == 32
    assert places[0] > 32


@pytest.mark.parametrize(("milliseconds", "most"), [(2, 32), (10, 32), (30, 40), (120, 40)])
def test_a_server_is_asked_at_as_many_places_as_there_is_waiting_to_fill(milliseconds, most):
    server = UnevenX(laid_out([(3200, 3_600_000)]), away=timedelta(milliseconds=milliseconds))
    calls, in_a_row = agrees(server)
    assert in_a_row == 32
    assert calls <= most
    assert (calls == in_a_row) == (most == in_a_row)


@pytest.mark.parametrize(("milliseconds", "is_handed_over"), [(2, False), (120, True)])
def test_a_server_that_answers_at_once_is_asked_by_the_thread_that_waits(milliseconds, is_handed_over):
    server = UnevenX(laid_out([(3200, 3_600_000)]), away=timedelta(milliseconds=milliseconds))
    agrees(server)
    later = set(server.asked_by[1:])  # by the first answer it is known
    assert (threading.get_ident() not in later) == is_handed_over
    assert (len(later) > 1) == is_handed_over


def test_a_short_timeline_takes_no_call_more():
    for count in (0, 1, 99, 100, 101, 250, 300):
        server = UnevenX(laid_out([(count, 60_000)]))
        calls, in_a_row = agrees(server)
        assert calls == in_a_row


def test_tweets_of_one_millisecond_are_kept_apart():
    agrees(UnevenX(NOW - place for place in range(3200)))


@pytest.mark.parametrize("page", [1, 5, 13, 29])
def test_an_interruption_keeps_all_that_came_and_says_where_nothing_is_missing(page, capsys):
    server = UnevenX(laid_out([(900, 60_000), (900, 1000), (1400, 3_600_000)]))
    wanted, _ = server.in_a_row()
    session = session_to(server)
    answers = []

    def stop(response, **_):
        answers.append(response)
        if len(answers) == page + 1:
            raise KeyboardInterrupt

    session.hooks["response"].append(stop)
    part = session.timeline(OWNER, REACH)
    assert not part.is_complete
    came = [tweet["id"] for answer in answers if answer is not answers[page] for tweet in answer.json().get("data", ())]
    assert sorted(tweet.id for tweet in part) == sorted(came)
    front = capsys.readouterr().out.partition("until='")[2].partition("'")[0]
    session.hooks["response"].clear()
    rest = session.timeline(OWNER, REACH, until=front)
    whole = (part + rest).unique().sorted(reverse=True)
    assert [tweet.id for tweet in whole] == wanted


def test_an_error_in_one_window_keeps_the_others():
    server = UnevenX(laid_out([(3200, 60_000)]))
    server.refused = 12
    with pytest.raises(ApiError) as caught:
        session_to(server).timeline(OWNER, REACH)
    assert len(caught.value.partial) == 100 * (server.calls - 1)
    ids = [int(tweet.id) for tweet in caught.value.partial]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize("left", [33, 36, 40])
def test_it_keeps_within_what_the_rate_limit_has_left(left):
    server = UnevenX(laid_out([(3200, 60_000)]), remaining=left)
    agrees(server)


def test_the_sandbox_says_the_same(reader, asked):
    sb, x = reader(tweets=20_000)
    owner = x.get_user("grace")
    there = len(sb.world.ids(int(owner.id), REACH))
    # Its world is smaller than the people in it say, and the quarter is promised where the count is about right.
    owner = replace(owner, public_metrics=replace(owner.public_metrics, tweet_count=there))
    for gone in sb.world.ids(int(owner.id), 900)[::7]:
        sb.world.delete(gone)
    sent = asked(sb)
    tweets = x.timeline(owner, REACH)
    assert [int(tweet.id) for tweet in tweets] == sb.world.ids(int(owner.id), REACH)
    assert len(sent()) <= 1.25 * -(-len(tweets) // 100)
    assert len(tweets) > 1000


def test_what_a_limit_would_end_is_read_page_after_page():
    server = UnevenX(laid_out([(3200, 60_000)]))
    assert len(session_to(server).timeline(OWNER, 1000)) == 1000
    assert server.calls == 10
