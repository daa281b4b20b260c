"""Serve a sandbox from the command line until it is stopped. The one line that it prints is for programs, too."""

from __future__ import annotations

import contextlib
import json as json_text
import queue
import signal
import sys
from typing import Any

from xauth_nb.sandbox.sandbox import Sandbox

__all__ = ["serve"]


def serve(port: int = 0, json: bool = False, **switches: Any) -> int:
    """Start a sandbox, say where it is, and serve until SIGINT or SIGTERM.

    Parameters
    ----------
    port : int, optional
        0 chooses a free one.
    json : bool, optional
        Print one line ``{"base_url": …, "consumer_key": …, "consumer_secret": …, "users": […]}``, for programs.
    **switches
        As in :class:`Sandbox`, ``file`` among them.

    Returns
    -------
    int
        The exit status, 0.

    Raises
    ------
    UsageError
        If nothing can listen there.
    """
    # No Event: a signal may strike while its lock is held, and the handler would wait for that for ever.
    stopping: queue.SimpleQueue[int] = queue.SimpleQueue()
    before = {
        number: signal.signal(number, lambda number, _: stopping.put(number))
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with Sandbox(port=port, **switches) as sandbox:
            about = {
                "base_url": sandbox.base_url,
                "consumer_key": sandbox.client.key,
                "consumer_secret": sandbox.client.secret,
                "users": sandbox.users,
            }
            sys.stdout.write(f"{json_text.dumps(about) if json else _told(sandbox)}\n")
            sys.stdout.flush()
            while True:
                with contextlib.suppress(queue.Empty):
                    stopping.get(timeout=1)  # a wait without end cannot be interrupted on Windows
                    break
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return 0


def _told(sandbox: Sandbox) -> str:
    """Say it to a person. The key and secret are the sandbox's own, and good for nothing else."""
    open_to_all = (
        "Other machines can reach it, and who does can sign in as anybody and read what was posted.\n"
        if sandbox.is_reachable
        else ""
    )
    return (
        f"A sandbox X is running at {sandbox.base_url} (what was posted: {sandbox.base_url}/). Stop it with Ctrl-C.\n"
        f"{open_to_all}"
        "In the shell where your notebook starts:\n"
        f"  export XAUTH_NB_ENDPOINT={sandbox.base_url}\n"
        f"  export X_API_KEY={sandbox.client.key}\n"
        f"  export X_API_SECRET={sandbox.client.secret}"
    )
