"""A day with every verb in it, billed three times: by our meter, by the sandbox's copy of the price sheet, by hand.

By hand means: the rows of X's docs, "Pricing", typed off, times what came and what was done, as a person with the sheet
before him counts. A record that is read again costs nothing on the same day, and what fails or is kept here never does.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict

import pytest

from xauth_nb.errors import ApiError, NotFoundError, TransportError, UsageError, XAuthError

SHEET = {
    "Posts: Read": 0.005,
    "User: Read": 0.010,
    "Following/Followers: Read": 0.010,
    "List: Read": 0.005,
    "Owned Reads": 0.001,
    "Counts: Recent": 0.005,
    "Counts: All": 0.010,
    "Post: Create": 0.015,
    "Post: Create (with URL)": 0.200,
    "User Interaction: Create": 0.015,
    "Interaction: Delete": 0.010,
    "Content: Manage": 0.005,
    "List: Create": 0.010,
    "List: Manage": 0.005,
    "Media Metadata": 0.005,
    "Mute: Delete": 0.005,
}


class ByHand:
    """The sheet of paper."""

    def __init__(self, x, sb):
        self.x, self.sb = x, sb
        self.read, self.done = defaultdict(set), Counter()

    def reads(self, row, records):
        self.read[row] |= {record.id for record in ([records] if hasattr(records, "id") else records)}
        return records

    def does(self, row, times=1):
        self.done[row] += times

    @property
    def table(self):
        return {row: self.done[row] + len(self.read[row]) for row in SHEET if row in self.done or row in self.read}

    @property
    def total(self):
        return sum(SHEET[row] * count for row, count in self.table.items())

    def agrees(self):
        assert self.x.costs.in_doubt == 0
        assert round(self.x.costs.total, 3) == round(self.sb.spent, 3) == round(self.total, 3), self.table


@pytest.fixture
def x(x):
    x.budget = None
    return x


@pytest.fixture
def by_hand(x, sb):
    return ByHand(x, sb)


@pytest.fixture
def day(x, sb, by_hand, png, tmp_path):
    return x, sb, by_hand, png, tmp_path


def read_lists(x, sb, by_hand, png, folder):
    posts, own = "Posts: Read", "Owned Reads"
    grace, alan = x.get_user("@grace"), x.get_user("@alan")
    by_hand.reads("User: Read", [grace, alan])
    for _ in range(2):  # the second time is free
        timeline = by_hand.reads(posts, x.timeline(grace, limit=120))
        by_hand.reads(posts, x.home(limit=40))
        by_hand.reads(posts, x.search("data", limit=30))
        by_hand.reads(posts, x.likes(grace, limit=20))
        by_hand.reads(posts, x.mentions(grace, limit=20))
        liked = max(timeline, key=lambda tweet: tweet.public_metrics.quote_count)
        by_hand.reads(posts, x.quotes_of(liked, limit=10))
        by_hand.reads(posts, x.tweets(f"/2/tweets/{liked.id}/retweets", limit=10))
        by_hand.reads("User: Read", x.reposters_of(liked, limit=10))
        by_hand.reads("User: Read", x.users(f"/2/tweets/{liked.id}/liking_users", limit=10))
        by_hand.reads("Following/Followers: Read", x.followers(grace, limit=30))
        by_hand.reads("Following/Followers: Read", x.following(grace, limit=30))
        lists = by_hand.reads("List: Read", x.lists(grace))
        for one in lists:
            by_hand.reads(posts, x.list_tweets(one, limit=10))
            by_hand.reads("User: Read", x.list_members(one, limit=10))
        for mine in (x.timeline(limit=20), x.mentions(limit=20), x.likes(limit=10), x.bookmarks(limit=10)):
            by_hand.reads(own, mine)
        for mine in (x.followers(limit=20), x.following(limit=20), x.muted(), x.blocked(), x.lists()):
            by_hand.reads(own, mine)
        x.me(), x.verify_credentials()
    by_hand.agrees()


def read_whole_timelines(x, sb, by_hand, png, folder):
    """In several places at a time, where many calls are under way and some pages overlap."""
    by_hand.reads("Posts: Read", x.timeline(by_hand.reads("User: Read", x.get_user("@grace")), limit=3200))
    by_hand.reads("User: Read", x.get_users(["linus", "katherine"]))
    many = [x.timelines(["@linus", "@katherine"], limit=60), x.searches(["orbit", "data"], limit=20)]
    for tweets in (each for found in many for each in found.values()):
        by_hand.reads("Posts: Read", tweets)
    by_hand.agrees()


def look_up_many(x, sb, by_hand, png, folder):
    some = by_hand.reads("Posts: Read", x.home(limit=80))
    x.get_tweets([tweet.id for tweet in some])  # read already
    missing = x.get_tweets([*(str(number) for number in range(20, 30)), some[0].id])
    assert len(missing) == 1
    assert missing.errors
    by_hand.reads("User: Read", x.get_users(["grace", "alan", "nobody_here", *(tweet.author_id for tweet in some)]))
    by_hand.reads("Posts: Read", x.get_tweet(some[-1]))
    by_hand.agrees()


def read_conversations(x, sb, by_hand, png, folder):
    found = by_hand.reads("Posts: Read", x.search("data", limit=50))
    asked = max(found, key=lambda tweet: tweet.public_metrics.reply_count)
    before = x.costs.total
    conversation = by_hand.reads("Posts: Read", x.conversation(asked.id))
    assert conversation.provenance.cost == pytest.approx(x.costs.total - before)
    by_hand.reads("Posts: Read", x.replies_to(asked))
    by_hand.agrees()


def keep_archives(x, sb, by_hand, png, folder):
    grace = by_hand.reads("User: Read", x.get_user("@grace"))
    for limit in (60, 60, 150):
        by_hand.reads("Posts: Read", x.timeline(grace, limit=limit, archive=folder / "timeline"))
        by_hand.reads("Posts: Read", x.likes(grace, limit=min(limit, 40), archive=folder / "likes"))
        by_hand.reads("Following/Followers: Read", x.followers(grace, limit=limit, archive=folder / "followers"))
    x.refresh(folder / "timeline")
    by_hand.agrees()


def count_tweets(x, sb, by_hand, png, folder):
    x.counts("from:grace")
    by_hand.does("Counts: Recent")
    x.counts("from:grace", since="2026-09-10", everything=True)
    by_hand.does("Counts: All")
    by_hand.agrees()


def post(x, sb, by_hand, png, folder):
    plain = x.post_tweet("Plain")
    x.post_tweet("Plain")  # posted already: nothing is sent
    x.post_tweet("A reply to oneself", reply_to=plain)
    by_hand.does("Post: Create", 2)
    for text in ("See https://example.org/a", "And a domain, example.com", "https://x.com/grace/status/20 said it"):
        x.post_tweet(text)
        by_hand.does("Post: Create (with URL)")
    x.post_tweet("A picture", media=png, alt_text="One pixel")
    x.post_tweet("The same picture again", media=png, alt_text="One pixel")  # uploaded and described once
    x.post_tweet("A picture, undescribed", media=png)
    x.post_tweet("A poll", poll=["yes", "no"])
    thread = x.post_thread(["First", "Second, example.org", "Third"])
    x.post_thread(["First", "Second, example.org", "Third"])
    x.compose("A draft costs nothing, example.org")
    by_hand.does("Media Metadata")
    by_hand.does("Post: Create", 4 + 2)
    by_hand.does("Post: Create (with URL)")
    x.delete_tweet(plain), x.delete_thread(thread)
    by_hand.does("Interaction: Delete", 1 + 3)
    x.delete_tweet(plain)  # gone already
    by_hand.agrees()


def take_part(x, sb, by_hand, png, folder):
    alan = by_hand.reads("User: Read", x.get_user("@alan"))
    tweet = by_hand.reads("Posts: Read", x.timeline(alan, limit=5))[0]
    x.like(tweet), x.like(tweet), x.repost(tweet)
    x.follow(alan), x.mute(alan)
    by_hand.does("User Interaction: Create", 5)
    x.unlike(tweet), x.unrepost(tweet), x.unfollow(alan)
    by_hand.does("Interaction: Delete", 3)
    x.unmute(alan)
    by_hand.does("Mute: Delete")
    made = x.create_list("Colleagues")
    by_hand.does("List: Create")
    x.add_to_list(made, alan), x.remove_from_list(made, alan), x.delete_list(made)
    by_hand.does("List: Manage", 3)
    by_hand.agrees()


POST = {"method": "POST", "path": "/2/tweets"}


def lose_answers(x, sb, by_hand, png, folder):
    """What was lost is looked for among one's own, which is read and paid too."""
    for number, fault in enumerate(({"reset": "after"}, {"truncate": True}, {"reset": "before"}, {"status": 503})):
        for text in (f"Lost {number}", f"Lost {number} with example.org"):
            sb.fail(**fault, **POST)
            with contextlib.suppress(XAuthError):
                x.post_tweet(text)
            x.post_tweet(text)
            by_hand.does("Post: Create (with URL)" if "example" in text else "Post: Create")
    gone = [x.post_tweet(f"To be deleted {number}") for number in range(3)]
    by_hand.does("Post: Create", 3)
    for tweet, fault in zip(gone, ({"reset": "after"}, {"reset": "before"}, {"status": 503}), strict=True):
        sb.fail(method="DELETE", **fault)
        x.delete_tweet(tweet)
    by_hand.does("Interaction: Delete", 3)
    sb.fail(next=2, method="GET", reset="after")
    by_hand.reads("Posts: Read", x.home(limit=20))
    by_hand.reads("Owned Reads", x.timeline(limit=300))  # the looks have seen some of these, and no others
    by_hand.agrees()


def fail(x, sb, by_hand, png, folder):
    before = (x.costs.total, sb.spent)
    for status in (400, 401, 402, 403, 404, 429, 500, 503):
        for ask in (
            lambda: x.post_tweet("Refused", once=False),
            lambda: x.home(limit=10),
            lambda: x.like("20"),
            lambda: x.counts("from:grace"),
            lambda: x.get_users(["somebody"]),
        ):
            sb.fail(next=50, status=status)
            with contextlib.suppress(ApiError, TransportError, UsageError):
                ask()
            sb.heal()
    with contextlib.suppress(NotFoundError):
        x.delete_tweet("20")
    with contextlib.suppress(NotFoundError):
        x.get_user("@nobody_here")
    with contextlib.suppress(UsageError):
        x.post_tweet("")
    assert (x.costs.total, sb.spent) == before


PARTS = (
    *(read_lists, read_whole_timelines, look_up_many, read_conversations, keep_archives, count_tweets, post),
    *(take_part, lose_answers, fail),
)


@pytest.mark.deep
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_each_part_of_the_day(day, part):
    part(*day)


def test_the_whole_day(day):
    for part in PARTS:
        part(*day)
