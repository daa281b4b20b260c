"""Send a post once: note it, send it, note what became of it. After a doubt it looks before it sends again.

What can go wrong between the sending and the answer, and what becomes of it:

- X refuses: the note is taken back.
- No answer, half an answer, one without a tweet's id, a 5xx, the stop button, a kernel that dies: the note stays and is
  doubtful. The tweet is looked for at once, where there still is somebody to look, and again before the next attempt.
- X has the tweet but does not show it yet: the next attempt sends, and X refuses the duplicate; then it is looked for
  once more, and it is that one.
- X makes it later than it was waited for. A second one of the same text is refused then; with media or a poll nobody
  refuses it, so the next attempt waits until a server has surely done what it will do, and looks again.

Of those who post the same at once one goes first. The turn is held for looking, noting and sending; whoever has to wait
waits without it, and begins anew.
"""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from xauth_nb.costs import key_of
from xauth_nb.errors import ApiError, DuplicateTweetError, RateLimitedError, XAuthError
from xauth_nb.errors.stopping import stop_told
from xauth_nb.errors.warned import warn_user
from xauth_nb.ledger import Ledger
from xauth_nb.ledger.scope import server_of
from xauth_nb.oauth.disk import DiskError
from xauth_nb.posting import telling
from xauth_nb.posting.answer import is_refusal, read_made
from xauth_nb.posting.attached import with_media
from xauth_nb.posting.looking import Finder
from xauth_nb.posting.noting import note_doubt, note_tweet, take_back
from xauth_nb.posting.permission import warn_of_access
from xauth_nb.posting.waiting import TooSoon, Wait, as_it_is
from xauth_nb.tweets import Tweet
from xauth_nb.tweets.ids import time_of
from xauth_nb.wire import check
from xauth_nb.wire.limits import count_down, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xauth_nb.account import Account
    from xauth_nb.costs import Costs
    from xauth_nb.errors import StoreError
    from xauth_nb.ledger import Entry
    from xauth_nb.media import MediaSource, UploadedMedia, Uploader
    from xauth_nb.posting.clock import Clock
    from xauth_nb.posting.content import Content
    from xauth_nb.wire import SignedSession

__all__ = ["Sender", "Sent"]


@dataclass(frozen=True)
class Sent:
    """A tweet that stands, and whether this call made it.

    Attributes
    ----------
    tweet : Tweet
    how : {"sent", "known", "found"}
        Whether it was sent now, was in the ledger, or was found at X after an attempt in doubt.
    media : sequence of str
        The ids of its media, where it is known which ones it has.
    """

    tweet: Tweet
    how: str = "sent"
    media: Sequence[str] = ()


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
    clock : Clock
        Tells when a post is sent, in the server's time.
    """

    def __init__(
        self, wire: SignedSession, account: Account, uploader: Uploader, *, costs: Costs, clock: Clock
    ) -> None:
        self._wire, self._account, self._uploader = wire, account, uploader
        self._costs, self._clock = costs, clock
        self._finder = Finder(wire, account, clock)

    @property
    def ledger(self) -> Ledger:
        """The account's ledger; X is asked for the account where it is not known."""
        return Ledger(server_of(self._wire), self._account.id)

    def send(
        self, content: Content, *, once: bool, key: str | None, media: Sequence[MediaSource | UploadedMedia] = ()
    ) -> Sent:
        """Post, unless the ledger or X has it. Media are uploaded before the turn: nobody waits for that.

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
        warn_of_access(self._wire.access)
        with stop_told(telling.stopped(once=once)):
            try:
                return self._shown(self._send(content, once=once, key=key, media=media), media)
            except ApiError as error:
                if not (media and _is_about_media(error) and self._uploader.forget(media)):
                    raise
            # X kept the media for a shorter time than it said. It posted nothing, so they are uploaded again, once.
            return self._shown(self._send(content, once=once, key=key, media=media), media)

    def _shown(self, sent: Sent, media: Sequence[MediaSource | UploadedMedia]) -> Sent:
        return Sent(with_media(sent.tweet, media, sent.media), sent.how, sent.media)

    def _send(
        self, content: Content, *, once: bool, key: str | None, media: Sequence[MediaSource | UploadedMedia]
    ) -> Sent:
        ledger = self.ledger
        if media and once and isinstance(there := self._in_ledger(ledger, content, key), Sent):
            return there
        media_ids = [self._uploader.upload(one).id for one in media]
        wait = Wait(self._wire, self._clock)
        for waited in itertools.count():
            try:
                # A hook of the user's may raise when what X answered is noted, and may post itself when the turn is
                # given back.
                return self._wire.hooks_held(lambda: self._by_turns(ledger, content, key, media_ids, wait, once=once))
            except TooSoon as soon:
                count_down(soon.seconds, "X may still be making this tweet; looking again in", wait.sleep)
            except RateLimitedError as error:
                try:
                    wait_for(error, waited, patience=self._wire.patience, sleep=wait.sleep)
                except RateLimitedError:
                    raise wait.told(error) from None
        raise AssertionError  # the count has no end, and wait_for has one

    def _by_turns(
        self, ledger: Ledger, content: Content, key: str | None, media_ids: Sequence[str], wait: Wait, *, once: bool
    ) -> Sent:
        try:
            with (
                ledger.turn("text", content.text, told=telling.wait),
                ledger.turn("key", key, told=telling.wait),
            ):
                return self._in_turn(ledger, content, key, media_ids, wait, once=once)
        except DiskError as trouble:  # nothing is sent by then: what cannot be noted afterwards is only warned of
            if once:
                raise telling.not_noted_beforehand(trouble) from trouble.__cause__
            return self._unnoted(content, media_ids, trouble)

    def _unnoted(self, content: Content, media_ids: Sequence[str], trouble: DiskError) -> Sent:
        """Post although the disk takes no note of it, as somebody has asked for it in any case."""
        try:
            response = check(self._wire.request("POST", "/2/tweets", json=content.body(media_ids)))
            tweet = read_made(response, content.text)
        except XAuthError as error:
            if is_refusal(error):
                raise telling.refused(error, was_in_doubt=False) from None
            raise telling.lost_and_not_noted(error, trouble, once=False) from None
        sent = Sent(self._known_tweet(tweet.id, tweet.text, tweet), media=media_ids)
        warn_user(telling.posted_and_not_noted(sent.tweet, trouble))
        return sent

    def _in_turn(
        self, ledger: Ledger, content: Content, key: str | None, media_ids: Sequence[str], wait: Wait, *, once: bool
    ) -> Sent:
        there = self._there(ledger, content, key, wait) if once else None
        if isinstance(there, Sent):
            return there
        if there and (content.media or content.poll):
            wait.settle(there)
        entry = ledger.begin(content.text, content.fingerprint, key=key, at=wait.times(), media=media_ids, again=there)
        try:
            response = check(self._wire.request("POST", "/2/tweets", json=content.body(media_ids)))
            tweet = read_made(response, content.text)
        except DuplicateTweetError as error:
            return self._duplicate(error, ledger, content, entry, there, wait, once=once)
        except XAuthError as error:
            if is_refusal(error):
                take_back(ledger, entry, there)
                raise telling.refused(error, was_in_doubt=there is not None) from None
            entry, trouble = note_doubt(ledger, entry, self._clock.times())
            return self._lost(error, ledger, content, entry, trouble, once=once)
        if there:
            self._settle(content, there, was_made=False)  # it was looked for, and X took it as new
        # X answers with id and text alone; the author is known, and the id tells the time.
        sent = Sent(self._known_tweet(tweet.id, tweet.text, tweet), media=media_ids)
        note_tweet(ledger, entry, sent.tweet)
        return sent

    def _in_ledger(self, ledger: Ledger, content: Content, key: str | None) -> Sent | Entry | None:
        """Find the post in the ledger: as a tweet, as an entry that is in doubt, or not at all."""
        entry = ledger.find(content.fingerprint, key)
        if entry is None:
            return None
        if entry.fingerprint != content.fingerprint:
            raise telling.other_content(entry, content)
        if entry.tweet_id:
            media = entry.media if len(entry.media) == len(content.media) else ()  # of more attempts: not known which
            return Sent(self._known_tweet(entry.tweet_id, entry.tweet_text or entry.text), "known", media)
        return entry

    def _there(self, ledger: Ledger, content: Content, key: str | None, wait: Wait) -> Sent | Entry | None:
        """Find the post in the ledger, and at X where it is in doubt."""
        entry = self._in_ledger(ledger, content, key)
        if entry is None or isinstance(entry, Sent):
            return entry
        found = self._look(ledger, content, entry, wait, partial(telling.look_failed, entry=entry))
        return self._found(ledger, content, entry, found) or entry

    def _look(
        self,
        ledger: Ledger,
        content: Content,
        entry: Entry | None,
        wait: Wait,
        told: Callable[[XAuthError], XAuthError],
    ) -> Tweet | None:
        """Look at X for a tweet. X's limit goes to whoever may wait for it; else the look is told to have failed."""
        wait.told = told
        try:
            found = self._finder.look(ledger, content, entry)
        except RateLimitedError:
            raise
        except XAuthError as error:
            raise told(error) from None
        wait.told = as_it_is
        return found

    def _lost(
        self,
        error: XAuthError,
        ledger: Ledger,
        content: Content,
        entry: Entry,
        trouble: StoreError | None,
        *,
        once: bool,
    ) -> Sent:
        """Look for a tweet whose answer did not come; raise where it is not to be seen."""
        was_looked_for = False
        with suppress(XAuthError):  # then it stays in doubt, and the first error tells more
            found = self._finder.look(ledger, content, entry)
            was_looked_for = True
            if sent := self._found(ledger, content, entry, found):
                return sent
        if trouble:
            raise telling.lost_and_not_noted(error, trouble, once=once) from None
        raise telling.lost(error, entry, once=once, was_looked_for=was_looked_for) from None

    def _duplicate(
        self,
        error: DuplicateTweetError,
        ledger: Ledger,
        content: Content,
        entry: Entry,
        before: Entry | None,
        wait: Wait,
        *,
        once: bool,
    ) -> Sent:
        """Look for the tweet that X means: it may be of an earlier attempt, or of another machine."""
        take_back(ledger, entry, before)
        if once:
            found = self._look(ledger, content, None, wait, lambda why: telling.duplicate_not_looked_for(error, why))
            if found:
                entry = ledger.begin(content.text, content.fingerprint, key=entry.key, at=wait.times(), again=before)
                if sent := self._found(ledger, content, entry, found):
                    return sent
                take_back(ledger, entry, before)
        raise error from None

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

    def _found(self, ledger: Ledger, content: Content, entry: Entry, tweet: Tweet | None) -> Sent | None:
        """Note a tweet that was found, and that X billed it, unless it is another entry's by now."""
        if tweet is None or not note_tweet(ledger, entry, tweet):
            return None
        self._settle(content, entry, was_made=True)
        return Sent(tweet, "found")


def _is_about_media(error: ApiError) -> bool:
    """Say whether X refused the media of a tweet: they are expired, or not the account's."""
    return error.status == 400 and "media id" in error.detail.lower()
