"""What the session writes. Faces: posts, threads, engagement, uploads.

The hands: a :class:`~xauth_nb.posting.sending.Sender` sends by the ledger, a finder looks for what is in doubt.
"""

from xauth_nb.posting.draft import Draft

__all__ = ["Draft"]
