"""Following and muting, and replies that are hidden: asking twice is asking once."""

from __future__ import annotations

import pytest

from xauth_nb.errors import ForbiddenError, NotFoundError, UsageError


@pytest.mark.parametrize(("on", "off"), [("follow", "unfollow"), ("mute", "unmute")])
@pytest.mark.parametrize("user", ["@grace", "grace", "a user", "an id"])
def test_it_can_be_said_twice_and_taken_back(x, on, off, user):
    grace = x.get_user("@grace")
    user = {"a user": grace, "an id": grace.id}.get(user, user)
    assert getattr(x, on)(user) is True
    assert getattr(x, on)(user) is True
    assert getattr(x, off)(user) is True
    assert getattr(x, off)(user) is True


def test_who_is_muted_can_be_listed(x):
    x.mute("@grace")
    assert "grace" in [user.username for user in x.muted()]
    assert x.blocked(limit=5).provenance.query == "blocked by @ada"


@pytest.mark.parametrize("verb", ["follow", "unfollow", "mute", "unmute"])
def test_nobody_and_nonsense_are_told(x, verb):
    with pytest.raises(NotFoundError):
        getattr(x, verb)("@nobody_of_that")
    with pytest.raises(UsageError, match="cannot be an account's name"):
        getattr(x, verb)("not a name")


@pytest.mark.parametrize("verb", ["follow", "mute"])
def test_a_token_that_may_only_read_is_told_and_x_refuses(sb, signed_in, verb):
    reading = signed_in(sb, access="read")
    with pytest.warns(UserWarning, match="may only read"), pytest.raises(ForbiddenError, match="Read and write"):
        getattr(reading, verb)("1")


def test_a_reply_to_ones_own_tweet_is_hidden_and_shown(sb, signed_in, x):
    mine = x.post_tweet("What do you think?")
    reply = signed_in(sb, "grace").post_tweet("Not much", reply_to=mine)
    assert x.hide_reply(reply) is True
    assert x.hide_reply(reply) is True
    assert x.unhide_reply(reply) is True
    with pytest.raises((ForbiddenError, NotFoundError)):
        signed_in(sb, "grace").hide_reply(mine)


@pytest.mark.parametrize(
    "name", ["block", "unblock", "bookmark", "unbookmark", "pin_tweet", "unpin_tweet", "schedule_tweet"]
)
def test_what_x_does_not_offer_says_what_to_do_instead(x, name):
    assert not hasattr(x, name)
    with pytest.raises(AttributeError, match="x"):
        getattr(x, name)
    assert name not in dir(x)


def test_any_other_name_is_an_error_as_python_has_it(x):
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        getattr(x, "frobnicate")  # noqa: B009 - as a person would
