"""The command ``xauth-nb``. Every sub-command is a thin skin over something that Python code can call as well."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from xauth_nb.cli.parser import make_parser
from xauth_nb.cli.words import finish, on_any_output, tell
from xauth_nb.errors import XAuthError

if TYPE_CHECKING:
    from argparse import Namespace
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
    with on_any_output():
        parser = make_parser()
        options = parser.parse_args(arguments)
        try:
            if "run" in options:
                code = _run(options)
            else:
                parser.print_help()
                code = 0
            finish()
        except BrokenPipeError:  # whoever read it has seen enough
            return 1
        except OSError as error:
            tell(f"The output could not be written: {error.strerror or type(error).__name__}.")
            return 1
        except KeyboardInterrupt:
            return 130
        return code


def _run(options: Namespace) -> int:
    try:
        with warnings.catch_warnings():
            warnings.showwarning = _tell_warning
            return int(options.run(options))
    except XAuthError as error:
        tell(error)
        return 1


def _tell_warning(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    """Tell a warning to a person, for whom a line number of ours is of no use."""
    if issubclass(category, UserWarning):
        tell(message)
