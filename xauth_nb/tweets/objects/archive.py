"""An archive as a place for tweets: what is added to it is read back as :class:`~xauth_nb.tweets.Tweets`."""

from __future__ import annotations

from xauth_nb.tweets.archive.folder import Folder
from xauth_nb.tweets.objects.collection import Tweets
from xauth_nb.tweets.objects.models import ONE_TWEET

__all__ = ["Archive"]


class Archive(Folder):
    """An open archive. It holds a lock on its folder until it is closed; use it in a ``with`` statement.

    Parameters
    ----------
    path : str or os.PathLike
        The folder; it is made where there is none.
    query : str
        What is collected, such as ``timeline of @ada``.

    Attributes
    ----------
    path : pathlib.Path
    query : str

    Raises
    ------
    UsageError
        If the folder holds something else: another query's archive, or files of another program.
    StoreError
        If another process has the archive open, its last part is damaged, or the disk refuses.
    MissingDependencyError
        If pyarrow is missing.

    Examples
    --------
    >>> with Archive("nasa", query="timeline of @nasa") as archive:           # doctest: +SKIP
    ...     page = archive.add(parse_tweets(body))
    ...     archive.state.until_id
    '1445880548472328192'
    """

    def tweets(self) -> Tweets:
        """Read all of it back, newest first.

        Returns
        -------
        Tweets
            Equal to what was added, with authors, media, polls and what else came along.

        Raises
        ------
        StoreError
            If a part is damaged; the message names it.
        """
        return Tweets._of(self.read(ONE_TWEET))
