"""Where a post is sent from: notebook or script, machine, process. It only looks at this process, and fails never."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import PurePath

__all__ = ["host", "source"]


def source() -> str:
    """Name the notebook or the script that runs here, without its folder; empty where neither is known.

    Jupyter's server tells the kernel which notebook it belongs to; nbclient and papermill do not.
    """
    notebook = os.environ.get("JPY_SESSION_NAME", "")
    script = getattr(sys.modules.get("__main__"), "__file__", None) or ""
    name = PurePath(notebook or script).name
    return "" if name in ("ipykernel_launcher.py", "__main__.py") else name


def host() -> str:
    """Name this machine."""
    return platform.node()
