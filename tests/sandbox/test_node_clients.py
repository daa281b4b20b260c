"""node-twitter-api-v2 and oauth-1.0a, from npm: they sign in by PIN, upload, post, read and search at the sandbox.

Every call of node-twitter-api-v2's client of API v2 is in the table: it answers, or why it does not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GIVES = "answers"
OTHER = "is forbidden for this endpoint"  # X gives these to other kinds of token alone
NOT_PLAYED = "404 Not Found"
TABLE = {
    "search": (["from:grace"], GIVES),
    "searchAll": (["x"], OTHER),
    "singleTweet": (["THEIRS"], GIVES),
    "tweets": ([["THEIRS", "MINE"]], GIVES),
    "tweetCountRecent": (["x"], OTHER),
    "tweetCountAll": (["x"], OTHER),
    "tweetRetweetedBy": (["THEIRS"], GIVES),
    "tweetLikedBy": (["THEIRS"], GIVES),
    "homeTimeline": ([], GIVES),
    "userTimeline": (["GRACE"], GIVES),
    "userMentionTimeline": (["GRACE"], GIVES),
    "quotes": (["THEIRS"], GIVES),
    "bookmarks": ([], GIVES),
    "me": ([], GIVES),
    "user": (["GRACE"], GIVES),
    "users": ([["GRACE"]], GIVES),
    "userByUsername": (["grace"], GIVES),
    "usersByUsernames": ([["grace"]], GIVES),
    "followers": (["GRACE"], GIVES),
    "following": (["GRACE"], GIVES),
    "userLikedTweets": (["GRACE"], GIVES),
    "userBlockingUsers": (["ME"], GIVES),
    "userMutingUsers": (["ME"], GIVES),
    "list": (["LIST"], GIVES),
    "listsOwned": (["GRACE"], GIVES),
    "listMemberships": (["GRACE"], GIVES),
    "listFollowed": (["GRACE"], GIVES),
    "listTweets": (["LIST"], GIVES),
    "listMembers": (["LIST"], GIVES),
    "listFollowers": (["LIST"], GIVES),
    "hideReply": (["REPLY", True], GIVES),
    "like": (["ME", "THEIRS"], GIVES),
    "unlike": (["ME", "THEIRS"], GIVES),
    "retweet": (["ME", "THEIRS"], GIVES),
    "unretweet": (["ME", "THEIRS"], GIVES),
    "tweet": (["By node"], GIVES),
    "reply": (["An answer", "MINE"], GIVES),
    "quote": (["Look", "THEIRS"], GIVES),
    "tweetThread": ([["One of two", "Two of two"]], GIVES),
    "follow": (["ME", "GRACE"], GIVES),
    "unfollow": (["ME", "GRACE"], GIVES),
    "mute": (["ME", "GRACE"], GIVES),
    "unmute": (["ME", "GRACE"], GIVES),
    "createList": ([{"name": "Another"}], GIVES),
    "updateList": (["LIST", {"name": "New name"}], GIVES),
    "addListMember": (["LIST", "GRACE"], GIVES),
    "removeListMember": (["LIST", "GRACE"], GIVES),
    "subscribeToList": (["ME", "LIST"], GIVES),
    "unsubscribeOfList": (["ME", "LIST"], GIVES),
    "pinList": (["ME", "LIST"], GIVES),
    "unpinList": (["ME", "LIST"], GIVES),
    "sendDmToParticipant": (["GRACE", {"text": "Hello"}], GIVES),
    "createDmConversation": (
        [{"conversation_type": "Group", "participant_ids": ["GRACE", "LUC"], "message": {"text": "Both"}}],
        GIVES,
    ),
    "sendDmInConversation": (["GROUP", {"text": "Hello again"}], GIVES),
    "listDmEvents": ([], GIVES),
    "listDmEventsWithParticipant": (["GRACE"], GIVES),
    "listDmEventsOfConversation": (["GROUP"], GIVES),
    "deleteTweet": (["MINE"], GIVES),
    "removeList": (["LIST"], GIVES),
    "bookmark": (["THEIRS"], OTHER),
    "deleteBookmark": (["THEIRS"], OTHER),
    "space": (["1"], OTHER),
    "spaces": ([["1"]], OTHER),
    "spacesByCreators": ([["GRACE"]], OTHER),
    "searchSpaces": ([{"query": "x", "state": "live"}], OTHER),
    "spaceBuyers": (["1"], OTHER),
    "spaceTweets": (["1"], OTHER),
    "streamRules": ([], OTHER),
    "updateStreamRules": ([{"add": [{"value": "cats"}]}], OTHER),
    "complianceJobs": ([{"type": "tweets"}], OTHER),
    "complianceJob": (["1"], OTHER),
    "usage": ([], OTHER),
    "community": (["1"], NOT_PLAYED),
    "searchCommunities": (["x"], NOT_PLAYED),
    "block": (["ME", "GRACE"], "405 Method Not Allowed"),  # X has taken blocking out of API v2
    "unblock": (["ME", "GRACE"], NOT_PLAYED),
}
IN_THE_STORY = {"uploadMedia", "createMediaMetadata", "waitForMediaProcessing"}
STREAMS = {"sampleStream", "sample10Stream", "searchStream", "sendComplianceJob", "complianceJobResult"}
"""Streams and compliance jobs, which the sandbox does not play."""
PLUMBING = {
    *("cloneWithPrefix", "constructor", "delete", "get", "getActiveTokens", "getCurrentUserObject", "getPlugins"),
    *("getCurrentUserV2Object", "getLastRateLimitStatus", "getPluginOfType", "getStream", "hasHitRateLimit", "patch"),
    *("isRateLimitStatusObsolete", "post", "postStream", "put", "setPrefix"),
}
INSTALL = "npm install --prefix tests/sandbox/node --no-save --no-package-lock twitter-api-v2@1 oauth-1.0a@2"


@pytest.fixture(scope="module")
def node():
    """Find node and the two packages, which are no part of a checkout."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is not installed here, so its clients are not tried")
    places = [os.environ.get("NODE_PATH", ""), str(HERE / "node" / "node_modules")]
    if not any(Path(place, "twitter-api-v2").is_dir() and Path(place, "oauth-1.0a").is_dir() for place in places):
        pytest.skip(f"node's clients of X are not installed here: {INSTALL}")
    return program, os.pathsep.join(filter(None, places))


@pytest.fixture
def person(sb):
    """Somebody with a browser: gets a request token, approves it, and says the PIN."""

    class Person(BaseHTTPRequestHandler):
        def do_GET(self):
            token = self.path.partition("?")[2]
            pin = sb.approve(sb.endpoints.authorize_url(token), "katherine").encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(pin)))
            self.end_headers()
            self.wfile.write(pin)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Person) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join(20)


def test_nodes_clients_sign_in_upload_post_and_read(sb, node, person):
    program, paths = node
    ran = subprocess.run(
        [program, str(HERE / "node" / "story.cjs"), sb.base_url, sb.client.key, sb.client.secret, person],
        env={**os.environ, "NODE_PATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["name"] == "katherine"
    assert told["newest"] == told["posted"]
    assert told["found"] == 10
    assert told["refused"] == [400, "Your media IDs are invalid."]
    assert told["plain"] == [200, "katherine"]
    posted = sb.world.tweet(int(told["posted"]))
    assert "naïve & “quoted” ☃ ~ * ( )" in posted.text
    assert [(media.kind, media.alt_text) for media in posted.media] == [("photo", "A picture")]


def filled(given, names):
    """Put what there is into the arguments of a call."""
    if isinstance(given, list):
        return [filled(one, names) for one in given]
    if isinstance(given, dict):
        return {name: filled(one, names) for name, one in given.items()}
    return names.get(given, given) if isinstance(given, str) else given


def test_every_call_of_node_twitter_api_v2_answers_or_is_refused_as_on_x(sandbox, write, node, cell):
    program, paths = node
    sb = sandbox(permissions="read-write-directmessages")
    token, world = sb.sign_in("ada"), sb.world
    ada, grace, luc = (world.named(name).id for name in ("ada", "grace", "luc"))
    mine = write(sb)(text="Of ada").json()["data"]["id"]
    names = {
        "ME": str(ada),
        "GRACE": str(grace),
        "LUC": str(luc),
        "MINE": mine,
        "THEIRS": str(world.ids(grace, 1)[0]),
        "REPLY": write(sb, "grace")(text="To ada", reply={"in_reply_to_tweet_id": mine}).json()["data"]["id"],
        "LIST": str(world.lists.seen_by(ada, lambda one: one.owner == ada)[0].id),
        "GROUP": world.messages.open([ada, grace, luc], 1),
    }
    asked = {
        "keys": {
            "appKey": sb.client.key,
            "appSecret": sb.client.secret,
            "accessToken": token.token,
            "accessSecret": token.secret,
        },
        "calls": [[name, name, filled(given, names)] for name, (given, _) in TABLE.items()],
    }
    ran = subprocess.run(
        [program, str(HERE / "node" / "calls.cjs"), sb.base_url],
        input=json.dumps(asked),
        env={**os.environ, "NODE_PATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = dict(json.loads(line) for line in ran.stdout.splitlines())
    methods = set(told.pop("its methods"))
    wrong = {name: said for name, said in told.items() if TABLE[name][1] not in said}
    assert wrong == {}
    assert methods == {*TABLE} | IN_THE_STORY | STREAMS | PLUMBING
    for name, said in told.items():
        cell("node-twitter-api-v2", name, said if TABLE[name][1] == GIVES else TABLE[name][1])
    for name in STREAMS:
        cell("node-twitter-api-v2", name, "streams and compliance jobs are not played")
