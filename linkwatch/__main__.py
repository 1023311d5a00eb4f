"""The process: arguments in, exit code out, and no traceback for anything a user can do.

Exit codes: 0 all well, 1 something is broken, 2 usage or a run that could not be done, 130 Ctrl-C, 141 broken pipe.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    import click

INTERRUPTED = 130
"""128 + SIGINT, as a shell would tell it."""
BROKEN_PIPE = 141
"""128 + SIGPIPE; see linkwatch.cli.output, which is not imported for --version."""


def main() -> NoReturn:
    """Run the command line and leave the process with its exit code."""
    _leave_out_working_folder()
    try:
        code = run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        code = BROKEN_PIPE
    if code == INTERRUPTED:
        _ignore_more_of_it()
    if code == BROKEN_PIPE:  # Python's own flush at exit must not complain
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; every error becomes a line on stderr and an exit code."""
    if list(arguments) in (["--version"], ["-V"]):  # asked by scripts, often: not even click is loaded for it
        from linkwatch.version import __version__

        print(f"linkwatch {__version__}")
        return 0
    import click

    from linkwatch.cli import main as command
    from linkwatch.errors import LinkwatchError

    try:
        return command.main(list(arguments), prog_name="linkwatch", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        _tell(_usage(error))
        return 2
    except LinkwatchError as error:
        _tell(str(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _tell("interrupted")
        return INTERRUPTED
    except Exception as error:
        return _bug(error, arguments)


def _ignore_more_of_it() -> None:
    """Ctrl-C is often pressed twice; while Python takes itself down, the second would end it with no exit code."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _leave_out_working_folder() -> None:
    """Under ``python -m linkwatch`` a stranger's ``db/`` in the working folder must not be imported for ours."""
    ours = Path(__file__).resolve().parent.parent
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was removed: nothing can be imported from it
        return
    sys.path[:] = [entry for entry in sys.path if (Path(entry or here).resolve() != here) or here == ours]


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    context = getattr(error, "ctx", None)
    if context is None:
        return message
    return f"{message}{' ' if message.endswith('?') else ': '}try '{context.command_path} --help'"


def _tell(message: str) -> None:
    from linkwatch.report.printable import one_line

    print(f"linkwatch: {one_line(message)}", file=sys.stderr)


def _bug(error: Exception, arguments: Sequence[str]) -> int:
    if "-vv" in arguments or sum(argument in ("-v", "--verbose") for argument in arguments) > 1:
        import traceback

        traceback.print_exception(error)
    _tell(f"{type(error).__name__}: {error}: this is a bug of linkwatch; please report it with what -vv adds to this")
    return 2


if __name__ == "__main__":
    main()
