"""Every row of X's price list, and every operation of its description, has its place in the table."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from xauth_nb.costs.operations import FREE, OPERATIONS, OWN, find
from xauth_nb.costs.prices import PRICES, price_of_call
from xauth_nb.sandbox import price_sheet
from xauth_nb.sandbox.api import OPERATIONS as ANSWERED
from xauth_nb.sandbox.api import engagement

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference"
SHEET = {  # X's docs, "Pricing", by X's names, typed off by hand
    "Posts: Read": (0.005, "tweet read"),
    "User: Read": (0.010, "user read"),
    "DM Event: Read": (0.010, "message read"),
    "Following/Followers: Read": (0.010, "follower read"),
    "List: Read": (0.005, "list read"),
    "Space: Read": (0.005, "space read"),
    "Community: Read": (0.005, "community read"),
    "Note: Read": (0.005, "note read"),
    "Media: Read": (0.005, "media read"),
    "Analytics: Read": (0.005, "analytics read"),
    "Trend: Read": (0.010, "trend read"),
    "Owned Reads": (0.001, "own record read"),
    "Post: Create": (0.015, "post"),
    "Post: Create (with URL)": (0.200, "post with a URL"),
    "Post: Create (summoned reply)": (0.010, "summoned reply"),
    "DM Interaction: Create": (0.015, "message"),
    "User Interaction: Create": (0.015, "interaction"),
    "Interaction: Delete": (0.010, "delete"),
    "Content: Manage": (0.005, "content change"),
    "List: Create": (0.010, "list made"),
    "List: Manage": (0.005, "list change"),
    "Bookmark": (0.005, "bookmark"),
    "Media Metadata": (0.005, "alternative text"),
    "Privacy: Update": (0.010, "privacy change"),
    "Mute: Delete": (0.005, "unmute"),
    "Counts: Recent": (0.005, "recent count"),
    "Counts: All": (0.010, "full count"),
}
UNUSED = {"summoned reply", "privacy change", "own record read"}  # X alone knows when; the last goes by whose id it is
CLONE = [  # so that a clone without X's files proves something
    *("GET /2/tweets", "POST /2/tweets", "DELETE /2/tweets/{id}", "GET /2/tweets/search/recent", "GET /2/users/me"),
    *("POST /2/users/{id}/likes", "DELETE /2/users/{id}/likes/{tweet_id}", "POST /2/users/{id}/retweets"),
    *("POST /2/users/{id}/following", "POST /2/users/{id}/bookmarks", "POST /2/users/{id}/muting", "POST /2/lists"),
    *("POST /2/lists/{id}/members", "POST /2/dm_conversations", "GET /2/dm_events", "POST /2/media/upload"),
    *("GET /2/tweets/counts/recent", "GET /2/trends/by/woeid/{woeid}", "GET /2/spaces/search", "GET /2/users/search"),
    *("GET /2/communities/search", "POST /2/media/metadata", "POST /2/users/{id}/dm/block", "PUT /2/lists/{id}"),
]


def described(version):
    file = REFERENCE / f"openapi-{version}.json"
    if not file.exists():
        pytest.skip(f"X's description is not beside this checkout (../shared/reference/{file.name})")
    paths = json.loads(file.read_text(encoding="utf-8"))["paths"]
    return [
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if method in ("get", "post", "put", "delete", "patch")
    ]


def without_names(operation):
    return re.sub(r"\{\w+\}", "{}", operation)


def of_sandbox(operation):
    return re.sub(r":\w+", "{}", operation)


@pytest.mark.parametrize("version", ["2.159", "2.167"])
def test_every_operation_of_xs_description_has_a_price_or_a_reason(version):
    operations = described(version)
    assert len(operations) > 150
    for operation in operations:
        found = find(*operation.split(" "))
        assert found, operation
        name = found[0]
        assert name in OPERATIONS or FREE[name].endswith("."), operation
        # a template may take names that X lists one by one, and no operation is found under another's
        assert without_names(name) == without_names(operation) or "/stream/lang/" in operation


@pytest.mark.parametrize("operation", CLONE)
def test_so_has_every_operation_of_a_short_list(operation):
    name, _ = find(*operation.split(" "))
    assert name == operation
    assert (name in OPERATIONS) != (name in FREE)


def test_no_operation_has_both_and_none_is_made_up():
    assert not set(OPERATIONS) & set(FREE)
    known = {without_names(one) for version in ("2.159", "2.167") for one in described(version)}
    ours = {without_names(one) for one in (*OPERATIONS, *FREE) if "/stream/lang/" not in one}
    assert ours <= known
    assert {without_names(one) for one in OWN} <= known


def test_every_row_of_the_sheet_is_a_row_of_the_table():
    assert {kind: price for price, kind in SHEET.values()} == {
        kind: price for kind, price in PRICES.items() if not kind.startswith("other ")
    }
    used = {*OPERATIONS.values(), "post with a URL"}
    assert used | UNUSED == set(PRICES)


def test_what_the_sheet_does_not_name_is_as_dear_as_the_dearest_of_its_kind():
    reads = [price for kind, price in PRICES.items() if kind.endswith(" read")]
    calls = [price for kind, price in PRICES.items() if not kind.endswith(" read") and kind != "post with a URL"]
    assert PRICES["other read"] == max(reads)
    assert PRICES["other call"] == max(calls)


def test_the_sandboxs_copy_of_the_sheet_was_typed_rightly():
    assert {row: price for row, (price, _) in SHEET.items() if row in price_sheet.PRICES} == price_sheet.PRICES


def test_the_sandbox_bills_each_call_that_it_answers_by_the_row_that_we_count_it_by():
    ours = {without_names(name): kind for name, kind in OPERATIONS.items()}
    for operation in ANSWERED:
        if not operation.path.startswith("/2/") or operation.name == "POST /2/tweets":
            continue
        row = price_sheet.ROWS.get(operation.name)
        name = of_sandbox(operation.name)
        if operation.handle in (engagement.search_all, engagement.other_auth):  # refused to every token that it has
            assert row is None
        else:
            assert (row and SHEET[row][1]) == ours.get(name), operation.name
    answered = {operation.name for operation in ANSWERED}
    assert set(price_sheet.ROWS) <= answered
    assert {of_sandbox(one) for one in price_sheet.OWNED} == {without_names(one) for one in OWN}


def test_an_estimate_needs_no_request():
    charge = price_of_call("GET", "/2/tweets", {"ids": "1,2,3"})
    assert (charge.kind, charge.count, charge.dollars) == ("tweet read", 3, 0.015)
    assert price_of_call("GET", "/2/users/5/tweets", {"max_results": "100"}, owner="5").dollars == 0.1
