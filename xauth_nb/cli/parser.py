"""What ``xauth-nb`` understands, and the help that teaches it. Imports nothing of the package until a command runs."""

from __future__ import annotations

import argparse
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["make_parser"]

_EPILOG = """\
Begin with:
  xauth-nb demo                 the tutorials, in JupyterLab, against a sandbox X
  xauth-nb login                then, with an app of your own, sign in to X itself
  xauth-nb doctor               where something does not work: what it is, and what to do

Exit codes: 0 done, 1 an error that was told, 2 a wrong call, 130 Ctrl-C.
XAUTH_NB_ENDPOINT points every command at another server, such as a sandbox; XAUTH_NB_HOME moves what is kept.
"""


def make_parser() -> argparse.ArgumentParser:
    """Make the parser of the command line.

    Returns
    -------
    argparse.ArgumentParser
        What it parses has ``run``, a function that takes the options and returns the exit code.
    """
    parser = argparse.ArgumentParser(
        prog="xauth-nb",
        description="Sign in to X (Twitter) from a notebook; practise on a sandbox X without account or network.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"xauth-nb {_version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], help: str, texts: tuple[str, str]
    ) -> argparse.ArgumentParser:
        more, examples = texts
        added = commands.add_parser(
            name,
            help=help,
            description=f"{help[0].upper()}{help[1:]}.\n\n{more}",
            epilog=examples,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        return added

    demo = command("demo", _demo, "open the tutorials in JupyterLab, against a sandbox X on this machine", _DEMO)
    demo.add_argument(
        "--to", type=Path, default=Path("xauth-nb-demo"), metavar="FOLDER", help="where to (default: ./xauth-nb-demo)"
    )
    demo.add_argument(
        "--execute", action="store_true", help="run the tutorials without a browser, and say where the results are"
    )
    demo.add_argument("--no-browser", action="store_true", help="print the address instead of opening a browser")

    sandbox = command("sandbox", _sandbox, "serve a sandbox X on this machine", _SANDBOX)
    sandbox.add_argument("--port", type=int, default=0, help="default: any free port")
    sandbox.add_argument("--file", metavar="PATH", help="keep what is posted and signed in there, over restarts")
    _add_json(sandbox, "print one line of JSON with address, keys and users")

    login = command("login", _login, "sign in to X in this terminal, and keep the sign-in for your notebooks", _LOGIN)
    login.add_argument("--profile", metavar="@NAME", help="the account, if several are kept or a new one is wanted")
    login.add_argument("--expect", metavar="@NAME", help="refuse every account but this one")
    login.add_argument(
        "--access", choices=("write", "read"), default="write", help="read: a token that cannot post (default: write)"
    )
    login.add_argument(
        "--callback",
        metavar="URL",
        default="oob",
        help="a loopback address that is registered with your app to the letter, such as "
        "http://127.0.0.1:8976/callback: then there is no PIN to type",
    )
    login.add_argument(
        "--timeout", type=float, default=600, metavar="SECONDS", help="how long to wait (default: 600; 0: for ever)"
    )
    _add_json(login)

    whoami = command("whoami", _whoami, "tell which account login() would use here", _WHOAMI)
    whoami.add_argument("--profile", metavar="@NAME", help="ask about this account that is kept")
    _add_json(whoami)

    logout = command("logout", _logout, "sign an account out: revoke its token at X, then forget it here", _LOGOUT)
    logout.add_argument("profile", nargs="?", metavar="@NAME", help="default: the account that was last used")
    _add_json(logout)

    accounts = command("accounts", _accounts, "list the accounts that are kept on this machine", _ACCOUNTS)
    _add_json(accounts)

    doctor = command("doctor", _doctor, "look for what is wrong with your set-up, and say what to do", _DOCTOR)
    doctor.add_argument("--profile", metavar="@NAME", help="look at this account that is kept")
    doctor.add_argument("--callback", metavar="URL", help="try whether this address is registered with your app")
    doctor.add_argument(
        "--timeout", type=float, default=20, metavar="SECONDS", help="when to answer in any case (default: 20)"
    )
    _add_json(doctor)
    return parser


_DEMO = (
    """\
Copies the tutorials into a folder first; what is there already stays as it is. Nothing leaves this machine.
Ctrl-C ends JupyterLab and the sandbox.""",
    """\
Examples:
  xauth-nb demo                           in ./xauth-nb-demo, and in your browser
  xauth-nb demo --to ~/xauth --no-browser
  xauth-nb demo --execute                 no browser: run them all, say where the results are""",
)

_SANDBOX = (
    """\
It serves until Ctrl-C. Point XAUTH_NB_ENDPOINT at the address that it prints, and set the two keys.""",
    """\
Examples:
  xauth-nb sandbox                        prints what to set, for a shell
  xauth-nb sandbox --file practice.json   goes on where it stopped: tweets, likes, keys, tokens
  xauth-nb sandbox --port 8765 --json     prints {"base_url": …, "consumer_key": …, "users": […]}, for a program""",
)

_LOGIN = (
    """\
It prints a link; open it, press Authorize app, and bring back the PIN. Your app's API Key and Secret are taken from
X_API_KEY and X_API_SECRET, or from an earlier sign-in; else they are asked for. Nothing that you paste is shown.
A sign-in that is kept already is used as it is.""",
    """\
Examples:
  xauth-nb login                          the account that was last used, or a new sign-in
  xauth-nb login --profile @grace         one more account
  xauth-nb login --expect @ada --access read""",
)

_WHOAMI = (
    """\
It asks X, and never a person. Exit code 1 if nobody is signed in, and where X was not reached or refused: it then
says why beside the output, which stays empty.""",
    """\
Examples:
  xauth-nb whoami
  xauth-nb whoami --json || exit 1        in a script""",
)

_LOGOUT = (
    """\
The account is forgotten here even if X does not answer: then it says where to revoke the token, and the exit code
is 1. Your app's key stays.""",
    """\
Examples:
  xauth-nb logout
  xauth-nb logout @ada""",
)

_ACCOUNTS = (
    """\
The last used first: that is the one which login() takes. Nothing secret is printed.""",
    """\
Examples:
  xauth-nb accounts
  xauth-nb accounts --json""",
)

_DOCTOR = (
    """\
It looks at Python and packages, the files that are kept, network, proxy and clock, and tries your app's keys and your
token. Nothing is posted, billed or changed, and nothing secret is printed: paste it into an issue. In a notebook,
doctor() also says whether a cell can wait there.""",
    """\
Examples:
  xauth-nb doctor
  xauth-nb doctor --callback http://127.0.0.1:8976/callback
  xauth-nb doctor --json                  {"is_fine": …, "checks": [{"name": …, "status": …, …}]}

Exit codes: 0 nothing has to be mended (there may be warnings), 1 something has to be, 2 a wrong call, 130 Ctrl-C.""",
)


def _version() -> str:
    try:
        return metadata.version("xauth-nb")
    except metadata.PackageNotFoundError:
        return "from its source folder"


def _add_json(parser: argparse.ArgumentParser, help: str = "print one line of JSON, for programs") -> None:
    parser.add_argument("--json", action="store_true", help=help)


def _demo(options: argparse.Namespace) -> int:
    from xauth_nb.cli import demo

    if options.execute:
        return demo.execute(options.to)
    return demo.serve(options.to, open_browser=not options.no_browser)


def _sandbox(options: argparse.Namespace) -> int:
    from xauth_nb.sandbox.command import serve

    return serve(port=options.port, json=options.json, file=options.file)


def _login(options: argparse.Namespace) -> int:
    from xauth_nb.cli.people import run_login

    return run_login(options)


def _whoami(options: argparse.Namespace) -> int:
    from xauth_nb.cli.people import run_whoami

    return run_whoami(options)


def _logout(options: argparse.Namespace) -> int:
    from xauth_nb.cli.people import run_logout

    return run_logout(options)


def _accounts(options: argparse.Namespace) -> int:
    from xauth_nb.cli.people import run_accounts

    return run_accounts(options)


def _doctor(options: argparse.Namespace) -> int:
    from xauth_nb.cli.health import run_doctor

    return run_doctor(options)
