"""Refusals that lie in what is to be written: the text, its media, the tweet that it answers, the account's own rules.

Facts: X's docs, "Response codes and errors" (the sentences and numbers of v1.1, which v2 sends without the numbers) and
its changelog of 2026; sentences as they were seen on the wire (183 by clients of v1.1; what v2 says there instead is
not recorded).
"""

from __future__ import annotations

from xauth_nb.errors import ApiError, DuplicateTweetError, ForbiddenError, NotFoundError
from xauth_nb.wire.remedies.row import Remedy, about

__all__ = ["WRITING"]

_ADDRESS_INSTEAD = "put the tweet's address into a tweet of your own (a tweet with a URL costs $0.20)"

WRITING = (
    Remedy(
        about(
            187, says=("duplicate content", "status is a duplicate", "already said that"), kinds=("duplicate-rules",)
        ),
        DuplicateTweetError,
        "X refuses a text that this account posted a short while ago.",
        "If an earlier attempt timed out, it probably went through: look at x.timeline(limit=5). "
        "Otherwise change the text.",
    ),
    # Answering and quoting
    Remedy(
        about(385, says=("attempted to reply to a", "tweet that is deleted", "post that is deleted")),
        NotFoundError,
        "The tweet that is to be answered is deleted, or this account may not see it.",
        "Look at it with x.get_tweet(id), or post without reply_to=.",
    ),
    Remedy(
        about(433, says=("restricted who can reply",)),
        ForbiddenError,
        "The author lets only some people reply to this tweet.",
        f"Instead of replying, {_ADDRESS_INSTEAD}.",
    ),
    Remedy(
        about(says=("can only reply to or quote",)),
        ForbiddenError,
        "X lets self-serve apps reply to a tweet and quote it only where this account is mentioned in it or wrote it "
        "(the rule as X words it since July 2026).",
        f"Reply or quote on x.com, or {_ADDRESS_INSTEAD}.",
    ),
    Remedy(
        about(says=("reply to this conversation is not allowed",)),
        ForbiddenError,
        "X lets self-serve apps reply only where the author has mentioned or otherwise engaged this account "
        "(since February 2026).",
        f"Reply on x.com, or {_ADDRESS_INSTEAD}.",
    ),
    Remedy(
        about(says=("quoting this post is not allowed", "quoting this tweet is not allowed")),
        ForbiddenError,
        "X does not let self-serve apps quote this tweet (since April 2026).",
        f"Quote it on x.com, or {_ADDRESS_INSTEAD}.",
    ),
    # Texts
    Remedy(
        about(says=("cashtag",)),
        ForbiddenError,
        "X takes one cashtag, such as $ABC, in a tweet of an app, and this text has more (since April 2026).",
        "Keep one of them, and write the others without their $.",
    ),
    Remedy(
        about(
            186,
            says=(
                "text is too long",
                "needs to be a bit shorter",
                "a bit shorter",
                "maximum number of characters",
                "over 140 characters",
                "over 280 characters",
            ),
        ),
        ApiError,
        "The text is too long for this account: 280 weighted characters without Premium, where a URL counts 23 and "
        "an emoji or a CJK character counts 2.",
        "Shorten it, or split it: x.post_thread(…).",
    ),
    Remedy(
        about(407, says=("invalid url", "url is invalid")),
        ApiError,
        "X refuses a link in the text.",
        "Correct the link or leave it out. X does not say which one it means, where there are several.",
    ),
    Remedy(
        about(226, says=("might be automated", "looks automated")),
        ForbiddenError,
        "X thinks that this request looks automated and protects its users from it.",
        "Wait a while, and vary the text.",
    ),
    Remedy(
        about(
            *(185, 344, 340),
            says=("daily limit", "over daily status update limit", "daily status limit", "daily tweet limit"),
        ),
        ForbiddenError,
        "The account's daily limit of tweets and messages is reached. It is the account's own, and no rate limit of "
        "the app.",
        "Wait: X counts it over 24 hours, and in parts of the day. Trying again at once does not help.",
    ),
    # Media, polls, attachments
    Remedy(
        about(says=("post a video longer", "video is too long", "video longer than", "video too long")),
        ForbiddenError,
        "The video is longer than this account may post.",
        "Cut it, or sign in as an account whose Premium allows longer ones. The upload itself was accepted.",
    ),
    Remedy(
        about(says=("media processing not done", "media is still processing", "processing of media")),
        ApiError,
        "X has not finished preparing the media of this tweet.",
        "Wait a moment and run the cell again; x.upload_media(…) waits by itself until X is ready.",
    ),
    Remedy(
        about(says=("media ids are invalid", "media id is invalid", "media_ids is invalid")),
        ApiError,
        "X does not know these media: ids expire, and belong to the account that uploaded them.",
        "Upload the files again with the same account.",
    ),
    Remedy(
        about(*(323, 324, 325), says=("validation of media ids failed", "media id was not found")),
        ApiError,
        "X cannot use these media.",
        "Upload them again with the same account: up to 4 photos, or 1 GIF, or 1 video.",
    ),
    Remedy(
        about(386, says=("allowed attachment types",)),
        ForbiddenError,
        "A tweet has room for one kind of attachment.",
        "Leave out media, poll or quote.",
    ),
    # What is done already, or stands against it
    Remedy(
        about(*(139, 327), says=("already favorited", "already liked", "already retweeted", "already reposted")),
        ForbiddenError,
        "This account has done that already: the tweet is liked or reposted.",
        "Nothing is left to do.",
    ),
    Remedy(
        about(183, says=("delete another user's", "not authorized to delete this tweet", "to delete this post")),
        ForbiddenError,
        "Only its author may delete a tweet, and this one is another account's.",
        "Compare the id, or sign in as its author.",
    ),
    Remedy(
        about(160, says=("already requested to follow",)),
        ForbiddenError,
        "This account has asked to follow that one already.",
        "Nothing is left to do: the other account has to agree.",
    ),
    Remedy(
        about(161, says=("unable to follow more people",)),
        ForbiddenError,
        "This account cannot follow more accounts at the moment.",
        "Wait a day, or stop following some first.",
    ),
    Remedy(
        about(*(136, 162), says=("have been blocked from",)),
        ForbiddenError,
        "The other account has blocked this one.",
        "Nothing can be done from here.",
    ),
    Remedy(
        about(says=("you are not permitted to perform this action",)),
        ForbiddenError,
        "X refuses {call} and does not say why. The same sentence was seen for a text that is longer than the account "
        "may write, for media that it may not post, and for what X takes for spam.",
        "Look at the length with x.compose(…), try it without media, or do the same on x.com, where X may tell more.",
    ),
)
