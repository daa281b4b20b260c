"""The command ``xauth-nb``. Every sub-command is a thin skin over something that Python code can call as well."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xauth_nb.errors import XAuthError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        ``sys.argv[1:]`` where not given.

    Returns
    -------
    int
        Exit code: 0 for done, 1 for an error that was told, 2 for a wrong call, 130 for Ctrl-C.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except XAuthError as error:
        print(f"xauth-nb: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xauth-nb",
        description="Sign in to X (Twitter) from a notebook; practise on a sandbox X without account or network.",
        epilog="Begin with: xauth-nb demo",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    demo = commands.add_parser(
        "demo",
        help="open the tutorials in JupyterLab, against a sandbox X on this machine",
        description="Copy the tutorials into a folder and open them in JupyterLab, against a sandbox X on this "
        "machine. Nothing leaves it. Ctrl-C ends both.",
    )
    demo.add_argument(
        "--to", type=Path, default=Path("xauth-nb-demo"), metavar="FOLDER", help="where to (default: ./xauth-nb-demo)"
    )
    demo.add_argument(
        "--execute", action="store_true", help="run the tutorials without a browser, and say where the results are"
    )
    demo.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")
    demo.set_defaults(run=_demo)

    sandbox = commands.add_parser(
        "sandbox",
        help="serve a sandbox X on this machine",
        description="Serve a sandbox X on this machine until Ctrl-C. Point XAUTH_NB_ENDPOINT at its address.",
    )
    sandbox.add_argument("--port", type=int, default=0, help="default: any free port")
    sandbox.add_argument("--json", action="store_true", help="print one line of JSON with address, keys and users")
    sandbox.set_defaults(run=_sandbox)
    return parser


def _demo(options: argparse.Namespace) -> int:
    from xauth_nb.cli import demo

    if options.execute:
        return demo.execute(options.to)
    return demo.serve(options.to, open_browser=not options.no_browser)


def _sandbox(options: argparse.Namespace) -> int:
    from xauth_nb.sandbox.command import serve

    serve(port=options.port, json=options.json)
    return 0
