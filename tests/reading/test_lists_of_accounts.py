"""Lists that people keep: which there are, their members and tweets; and keeping one's own."""

from __future__ import annotations

import pytest

from xauth_nb.errors import ServerError, UsageError
from xauth_nb.tweets.lists import TweetList, list_id, parse_lists


def test_a_list_is_made_filled_read_emptied_and_deleted(world):
    _, x = world
    made = x.create_list("Observers", description="People who look up", private=True)
    assert x.add_to_list(made, "@grace") is True
    assert x.add_to_list(made, "@grace") is True
    (found,) = (one for one in x.lists() if one.id == made.id)
    assert (found.name, found.private, found.member_count) == ("Observers", True, 1)
    assert [user.username for user in x.list_members(made)] == ["grace"]
    tweets = x.list_tweets(made.url, limit=5)
    assert {tweet.author.username for tweet in tweets} == {"grace"}
    assert x.remove_from_list(made.id, x.get_user("@grace")) is True
    assert len(x.list_members(made)) == 0
    assert x.delete_list(made) is True
    assert made.id not in [one.id for one in x.lists()]


def test_lists_print_as_a_table(world):
    _, x = world
    made = x.create_list("Observers")
    assert made.id in repr(x.lists())
    assert repr(x.lists(limit=1)).count("\n") == 1


@pytest.mark.parametrize("name", ["", " ", "a" * 26, None])
def test_a_name_that_x_would_refuse_is_told(world, name):
    _, x = world
    with pytest.raises(UsageError, match="name of a list"):
        x.create_list(name)


@pytest.mark.parametrize(
    "given",
    [
        "84839422",
        84839422,
        " 84839422 ",
        "https://x.com/i/lists/84839422",
        "x.com/i/lists/84839422?s=20",
        TweetList(id="84839422"),
    ],
)
def test_a_list_is_named_by_itself_its_id_or_its_address(given):
    assert list_id(given) == "84839422"


@pytest.mark.parametrize("given", ["Observers", "", True, None, -1, "1" * 20, "https://x.com/ada"])
def test_what_is_no_list_is_told(given):
    with pytest.raises(UsageError, match="neither a list"):
        list_id(given)


def test_a_page_that_is_none_is_an_error_and_an_empty_one_is_not():
    assert parse_lists(b'{"meta": {"result_count": 0}}', status=200) == ([], None)
    with pytest.raises(ServerError):
        parse_lists(b"<html>", status=200)


def test_bookmarks_are_ones_own(world):
    _, x = world
    assert x.bookmarks(5).provenance.query == "bookmarks of @ada"
