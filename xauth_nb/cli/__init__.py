"""The command ``xauth-nb``. Every sub-command is a thin skin over something that Python code can call as well."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

from xauth_nb.cli.parser import make_parser
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
    options = make_parser().parse_args(arguments)
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _tell_warning
            return int(options.run(options))
    except XAuthError as error:
        print(f"xauth-nb: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _tell_warning(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    """Tell a warning to a person, for whom a line number of ours is of no use."""
    if issubclass(category, UserWarning):
        print(f"xauth-nb: {message}", file=sys.stderr)
