"""What was posted from here, so that nothing is posted twice. It knows no network, and keeps no secret."""

from xauth_nb.ledger.entries import Entry
from xauth_nb.ledger.ledger import Ledger

__all__ = ["Entry", "Ledger"]
