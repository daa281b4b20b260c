"""``python -m xauth_nb`` is the command ``xauth-nb``."""

from __future__ import annotations

import sys

from xauth_nb.cli import main

if __name__ == "__main__":
    sys.exit(main())
