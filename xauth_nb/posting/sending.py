"""Send a post once: note it, send it, note what became of it. After a doubt it looks before it sends again.

What can go wrong between the sending and the answer, and what becomes of it:

- X refuses: the note is taken back.
- No answer, half an answer, a 5xx, the stop button, a kernel that dies: the note stays and is doubtful. The tweet is
  looked for at once, where there still is somebody to look, and again before the next attempt.
- X has the tweet but does not show it yet: the next attempt sends, and X refuses the duplicate; then it is looked for
  once more, and it is that one.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from xauth_nb.costs import key_of
from xauth_nb.errors import (
    ApiError,
    DuplicateTweetError,
    ServerError,
    StoreError,
    TransportError,
    UsageError,
    XAuthError,
)
from xauth_nb.ledger import Ledger
from xauth_nb.ledger.scope import server_of
from xauth_nb.posting.looking import Finder
from xauth_nb.posting.permission import require_write
from xauth_nb.tweets import Tweet, parse_tweet
from xauth_nb.tweets.ids import time_of
from xauth_nb.tweets.render.plain import one_line
from xauth_nb.tweets.render.words import moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xauth_nb.account import Account
    from xauth_nb.costs import Costs
    from xauth_nb.ledger import Entry
    from xauth_nb.media import MediaSource, UploadedMedia, Uploader
    from xauth_nb.posting.content import Content
    from xauth_nb.wire import SignedSession

__all__ = ["Sender", "Sent", "other_content", "say"]


@dataclass(frozen=True)
class Sent:
    """A tweet that stands, and whether this call made it.

    Attributes
    ----------
    tweet : Tweet
    how : {"sent", "known", "found"}
        Whether it was sent now, was in the ledger, or was found at X after an attempt in doubt.
    """

    tweet: Tweet
    how: str = "sent"


def say(sent: Sent) -> None:
    """Tell the person in one line that nothing was sent now."""
    if sent.how == "known":
        when = moment(time_of(sent.tweet.id))
        line = f"Posted already on {when}, so nothing was sent now: {sent.tweet.url} (once=False posts it again)"
    elif sent.how == "found":
        line = f"X has this tweet already, so it was not sent again: {sent.tweet.url}"
    else:
        return
    print(line)  # noqa: T201 - the person who re-runs a cell is told in that cell


class Sender:
    """Sends the posts of one session by the account's ledger.

    Parameters
    ----------
    wire : SignedSession
    account : Account
    uploader : Uploader
        Brings the media.
    costs : Costs
        Is told what became of a post whose answer was lost.
    """

    def __init__(self, wire: SignedSession, account: Account, uploader: Uploader, costs: Costs) -> None:
        self._wire, self._account, self._uploader, self._costs = wire, account, uploader, costs
        self._finder = Finder(wire, account)

    @property
    def ledger(self) -> Ledger:
        """The account's ledger; X is asked for the account where it is not known."""
        return Ledger(server_of(self._wire), self._account.id)

    def send(
        self, content: Content, *, once: bool, key: str | None, media: Sequence[MediaSource | UploadedMedia] = ()
    ) -> Sent:
        """Post, unless the ledger or X has it. Media are uploaded before the turn: no other kernel waits for that.

        Parameters
        ----------
        content : Content
        once : bool
            ``False`` posts in any case.
        key : str or None
            A name that counts instead of the content.
        media : sequence of MediaSource or UploadedMedia

        Raises
        ------
        UsageError, StoreError, ApiError, TransportError
            As ``post_tweet`` says.
        """
        require_write(self._wire.access)
        try:
            return self._send(content, once=once, key=key, media=media)
        except ApiError as error:
            if not (media and _is_about_media(error) and self._uploader.forget(media)):
                raise
        # X kept the media for a shorter time than it said. It posted nothing, so they are uploaded again, once.
        return self._send(content, once=once, key=key, media=media)

    def _send(
        self, content: Content, *, once: bool, key: str | None, media: Sequence[MediaSource | UploadedMedia]
    ) -> Sent:
        ledger = self.ledger
        if once and media:
            with ledger.turn():
                there = self._there(ledger, content, key)
            if isinstance(there, Sent):
                return there
        media_ids = [self._uploader.upload(one).id for one in media]
        # A hook of the user's may raise when what X answered is noted, and may post itself when the turn is given back.
        with self._wire.hooks_held(), ledger.turn():
            there = self._there(ledger, content, key) if once else None
            if isinstance(there, Sent):
                return there
            entry = ledger.begin(content.text, content.fingerprint, key=key, media=media_ids, again=there)
            sent = self._send_noted(ledger, entry, content, media_ids, once=once, was_doubtful=there is not None)
            if there and sent.how == "sent":
                self._settle(content, there, was_made=False)  # it was looked for, and X took it as new
            self._note(ledger, entry, sent.tweet)
            return sent

    def _there(self, ledger: Ledger, content: Content, key: str | None) -> Sent | Entry | None:
        """Find the post: as a tweet, as an entry that is in doubt, or not at all. Its caller holds the turn."""
        entry = ledger.find(content.fingerprint, key)
        if entry is None:
            return None
        if entry.fingerprint != content.fingerprint:
            raise other_content(entry, content)
        if entry.tweet_id:
            return Sent(self._known_tweet(entry.tweet_id, entry.tweet_text or entry.text), "known")
        try:
            found = self._finder.look(ledger, content, entry)
        except XAuthError as error:
            raise _in_doubt(error, "An earlier attempt is in doubt, and looking for its tweet failed.") from None
        if found is None:
            return entry
        self._settle(content, entry, was_made=True)
        self._note(ledger, entry, found)
        return Sent(found, "found")

    def _send_noted(
        self,
        ledger: Ledger,
        entry: Entry,
        content: Content,
        media_ids: Sequence[str],
        *,
        once: bool,
        was_doubtful: bool,
    ) -> Sent:
        try:
            return Sent(self._post(content, media_ids))
        except (TransportError, ServerError) as error:
            if isinstance(error, TransportError) and error.is_unsent:
                _quietly(ledger.doubt if was_doubtful else ledger.withdraw, entry)
                error.message = f"{error.message} The post was not sent."
                raise
            _quietly(ledger.doubt, entry)
            with suppress(XAuthError):  # then it stays in doubt, and the first error tells more
                if found := self._finder.look(ledger, content, entry):
                    self._settle(content, entry, was_made=True)
                    return Sent(found, "found")
            raise _in_doubt(error, "Whether X made the tweet is not known; it is not to be seen yet.", once) from None
        except DuplicateTweetError:
            _quietly(ledger.doubt, entry)  # X says that it is there, and the look may fail
            if once and (found := self._finder.look(ledger, content, None)):
                self._settle(content, entry, was_made=True)
                return Sent(found, "found")
            if not was_doubtful:
                _quietly(ledger.withdraw, entry)
            raise
        except XAuthError:
            _quietly(ledger.doubt if was_doubtful else ledger.withdraw, entry)
            raise

    def _post(self, content: Content, media_ids: Sequence[str]) -> Tweet:
        response = self._wire.call("POST", "/2/tweets", json=content.body(media_ids))
        # X answers with id and text alone; the author is known, and the id tells the time.
        tweet = parse_tweet(response.content, status=response.status_code)
        return self._known_tweet(tweet.id, tweet.text, tweet)

    def _settle(self, content: Content, entry: Entry, *, was_made: bool) -> None:
        """Tell the costs whether X made a post whose answer was lost, and so billed it."""
        count = len(content.media)  # the entry has the media of each attempt, one after the other
        attempts = (
            [entry.media[start : start + count] for start in range(0, len(entry.media), count)] if count else [()]
        )
        keys = {key_of("POST", "/2/tweets", content.body(media_ids)) for media_ids in attempts}
        self._costs.settle(*keys, was_made=was_made)

    def _known_tweet(self, id: str, text: str, tweet: Tweet | None = None) -> Tweet:
        tweet = replace(tweet or Tweet(id=id, text=text), created_at=time_of(id))
        return self._account.signed(tweet)

    def _note(self, ledger: Ledger, entry: Entry, tweet: Tweet) -> None:
        """Note the tweet. It stands, so trouble with the ledger is told and no more."""
        try:
            ledger.settle(entry, tweet.id, tweet.text)
        except StoreError as error:
            warnings.warn(
                f"The tweet is posted ({tweet.url}), but that could not be noted: {error.message} "
                "The next run of this cell looks for it at X before it sends.",
                stacklevel=4,
            )


def _is_about_media(error: ApiError) -> bool:
    """Say whether X refused the media of a tweet: they are expired, or not the account's."""
    return error.status == 400 and "media id" in error.detail.lower()


def _quietly(note: object, entry: Entry) -> None:
    """Note it if that is possible: an entry that stays ``sending`` counts as doubtful, and is looked for."""
    with suppress(StoreError):
        note(entry)  # type: ignore[operator]


def _in_doubt(error: XAuthError, what: str, once: bool = True) -> XAuthError:
    """Say in an error that a post is in doubt, and what to do about it. The error stays the same."""
    error.message = f"{error.message} {what}"
    error.remedy = (
        "Run the cell again: it first looks for the tweet, and sends it only if it is not there."
        if once
        else "Look at x.timeline(limit=5) before you run the cell again: with once=False it posts in any case."
    )
    return error


def other_content(entry: Entry, content: Content) -> UsageError:
    """Say that a key names another post."""
    before, now = one_line(entry.text, 50), one_line(content.text, 50)
    rest = "" if before != now else " They differ further on, or in what they answer, quote or carry."
    return UsageError(
        f"The key {entry.key!r} names another post, so nothing was sent. That one begins “{before}”, this one “{now}”."
        f"{rest}",
        remedy="Choose another key for another post; without a key every text is a post of its own.",
    )
