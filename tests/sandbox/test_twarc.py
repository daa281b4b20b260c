"""twarc2's commands, unmodified but for the host, with a user's token and with the app's own.

twarc is no part of the environment of these tests (it needs an older click): ``XAUTH_NB_TWARC_PYTHON`` names an
interpreter that has it. A cell is what a command gives, or words of why it gives nothing, which X gives too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from xauth_nb.sandbox import Sandbox

PYTHON = os.environ.get("XAUTH_NB_TWARC_PYTHON", sys.executable)  # read now: tests take such variables away
COMMANDS = Path(__file__).parent / "twarc" / "commands.py"
FEW = ["--limit", "10"]
GIVES = "answers"
APP = "requires application authentication"
OTHER = "Unsupported Authentication"
OLD = "limited v1.1 endpoints"
BOTH = "supported authentication types"
COUNTS = "only works with application authentication"
REASONS = {
    **dict.fromkeys((APP, COUNTS), "twarc asks for the app's own token and sends nothing"),
    **dict.fromkeys((OTHER, BOTH), "X gives it to other tokens alone, or it is not played (403)"),
    OLD: "a call of v1.1 that X has closed (403, 453)",
}
# name: the arguments, the cell with a user's token, the cell with the app's own
TABLE = {
    "version": (["version"], "twarc v", "twarc v"),
    "search": (["search", "--limit", "20", "--max-results", "10", "from:grace"], GIVES, GIVES),
    "search --archive": (["search", "--archive", *FEW, "from:grace"], APP, GIVES),
    "counts": (["counts", "from:grace"], APP, GIVES),
    "counts --archive": (["counts", "--archive", "--limit", "1", "from:grace"], APP, GIVES),
    "tweet": (["tweet", "THEIRS"], GIVES, GIVES),
    "followers": (["followers", *FEW, "grace"], GIVES, GIVES),
    "following": (["following", *FEW, "grace"], GIVES, GIVES),
    "liking-users": (["liking-users", *FEW, "THEIRS"], GIVES, GIVES),
    "retweeted-by": (["retweeted-by", *FEW, "REPOSTED"], GIVES, GIVES),
    "quotes": (["quotes", *FEW, "QUOTED"], GIVES, GIVES),
    "liked-tweets": (["liked-tweets", *FEW, "GRACE"], GIVES, GIVES),
    "hydrate": (["hydrate", "ids.txt"], GIVES, GIVES),
    "users": (["users", "users.txt"], GIVES, GIVES),
    "users --usernames": (["users", "--usernames", "names.txt"], GIVES, GIVES),
    "user name": (["user", "name", "grace"], GIVES, GIVES),
    "user id": (["user", "id", "GRACE"], GIVES, GIVES),
    "mentions": (["mentions", "grace"], GIVES, GIVES),
    "timeline": (["timeline", *FEW, "grace"], GIVES, GIVES),
    "timeline --use-search": (["timeline", "--use-search", *FEW, "grace"], APP, GIVES),
    "timelines": (["timelines", "--timeline-limit", "10", "names.txt"], GIVES, GIVES),
    "searches": (["searches", *FEW, "queries.txt"], GIVES, GIVES),
    "searches --counts-only": (
        ["searches", "--counts-only", "queries.txt"],
        COUNTS,
        "from:ada,",
    ),
    "conversation": (["conversation", "THEIRS"], GIVES, GIVES),
    "conversations": (["conversations", "--conversation-limit", "10", "ids.txt"], GIVES, GIVES),
    "dehydrate": (["dehydrate", "page.jsonl"], "Parsed 1 tweets", "Parsed 1 tweets"),
    "flatten": (["flatten", "page.jsonl"], "", ""),
    "lists lookup": (["lists", "lookup", "LIST"], GIVES, GIVES),
    "lists bulk-lookup": (["lists", "bulk-lookup", "lists.txt"], GIVES, GIVES),
    "lists all": (["lists", "all", *FEW, "grace"], GIVES, GIVES),
    "lists owned": (["lists", "owned", *FEW, "grace"], GIVES, GIVES),
    "lists followed": (["lists", "followed", *FEW, "grace"], GIVES, OTHER),
    "lists memberships": (["lists", "memberships", *FEW, "grace"], GIVES, GIVES),
    "lists followers": (["lists", "followers", *FEW, "LIST"], GIVES, GIVES),
    "lists members": (["lists", "members", *FEW, "LIST"], GIVES, GIVES),
    "lists tweets": (["lists", "tweets", *FEW, "LIST"], GIVES, GIVES),
    # Streams and compliance jobs are not played: no self-serve package has them for long, and no notebook waits so.
    "sample": (["sample", "--limit", "1"], APP, OTHER),
    "stream": (["stream", "--limit", "1"], APP, OTHER),
    "stream-rules list": (["stream-rules", "list"], APP, OTHER),
    "stream-rules add": (["stream-rules", "add", "cats"], APP, OTHER),
    "compliance-job list": (["compliance-job", "list", "tweets"], APP, BOTH),
    # A call of v1.1, which X has closed.
    "places": (["places", "London"], OLD, OTHER),
}
PAGE = {
    "data": [{"id": "1", "text": "x", "author_id": "2"}],
    "includes": {"users": [{"id": "2", "username": "a", "name": "A"}]},
}


def has_twarc():
    if sys.executable == PYTHON:
        return find_spec("twarc") is not None
    return Path(PYTHON).exists()


@pytest.fixture(scope="module", params=["user", "app"])
def ran(request):
    if not has_twarc():
        pytest.skip("twarc is not installed here; XAUTH_NB_TWARC_PYTHON can name an interpreter that has it.")
    with Sandbox("2026-09-16T15:00:00Z") as sb:
        world, token = sb.world, sb.sign_in("ada")
        grace = world.named("grace").id
        theirs = world.ids(grace, 5)
        everything = [world.tweet(one) for one in world.ids()]
        names = {
            "THEIRS": theirs[0],
            "GRACE": grace,
            "LIST": world.lists.seen_by(grace, lambda one: True)[0].id,
            "REPOSTED": next(one.retweeted for one in everything if one.retweeted),
            "QUOTED": next(one.quoted for one in everything if one.quoted),
        }
        keys = ["--consumer-key", sb.client.key, "--consumer-secret", sb.client.secret]
        if request.param == "user":
            keys += ["--user-auth", "--access-token", token.token, "--access-token-secret", token.secret]
        asked = {
            "global": keys,
            "commands": {
                name: [str(names.get(one, one)) for one in arguments] for name, (arguments, *_) in TABLE.items()
            },
            "files": {
                "ids.txt": "\n".join(map(str, theirs)),
                "users.txt": str(grace),
                "names.txt": "grace\nada",
                "queries.txt": "from:grace\nfrom:ada",
                "lists.txt": str(names["LIST"]),
                "page.jsonl": json.dumps(PAGE),
            },
        }
        done = subprocess.run(
            [PYTHON, str(COMMANDS), sb.base_url],
            input=json.dumps(asked),
            env={**os.environ, "OAUTHLIB_INSECURE_TRANSPORT": "1"},  # the app's token comes over plain http here
            capture_output=True,
            text=True,
            timeout=170,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert sb.crashes == []
        rows = [json.loads(line) for line in done.stdout.splitlines()]
    return request.param, {name: (code, answers, said) for name, code, answers, said in rows}


@pytest.mark.parametrize("name", TABLE)
def test_a_command_of_twarc2_gives_what_it_gives_on_x(ran, name, cell):
    kind, told = ran
    expected = TABLE[name][1 if kind == "user" else 2]
    code, answers, said = told[name]
    if expected == GIVES:
        assert answers > 0, said
        assert code == 0
    else:
        assert expected.lower() in said.lower()
        assert answers == 0 or name in ("flatten", "dehydrate")
    cell(f"twarc2, {kind}", name, REASONS.get(expected, GIVES))
