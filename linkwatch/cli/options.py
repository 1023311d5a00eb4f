"""Options that commands share, as decorators; each hands its command one value.

    @click.command()
    @options.session          # session: Session      --config --database -v -q
    @options.paths            # paths: list[str]      PATH… --files-from --include --exclude
    @options.crawling         # run: Run              --replay --at --record --offline --timeout …
    @options.selection        # selection: Selection  --site --host --state …
    @options.output           # output: Output        --format --lang -o
    @options.failing          # exit_zero: bool       --fail-on --exit-zero
    def command(session, paths, run, selection, output, exit_zero): ...

A command returns its exit code. Flags that stand for settings are made from :mod:`linkwatch.config.settings` and
end up in ``session.settings``.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from linkwatch.cli import logs
from linkwatch.cli.session import Session
from linkwatch.config.kinds import Kind
from linkwatch.config.loading import keys
from linkwatch.config.settings import About
from linkwatch.errors import UsageError
from linkwatch.model import Drift, Selection, State

Command = Callable[..., Any]
"""A command's function, before and after an option is added to it."""

FLAGS = "linkwatch.flags"
"""Where in click's context the settings given as flags are kept until the session is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Flags of a run that are no settings."""

    replay: tuple[Path, ...] = ()
    at: datetime | None = None
    """Aware, in UTC; None for the real clock."""
    record: Path | None = None
    offline: bool = False
    progress: bool = True
    """Whether to show it: on a terminal, unless --quiet or --no-progress."""
    log: bool = False
    """Whether to tell of it in lines: where there is no terminal, unless --quiet or --no-progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Where and how to print."""

    format: str
    file: Path | None = None


def session(command: Command) -> Command:
    """Hand the command its ``session``."""

    @functools.wraps(command)
    def wrapped(*, config_file: Path | None, verbose: int, quiet: bool, **rest: Any) -> Any:
        flags = click.get_current_context().meta.get(FLAGS, {})
        made = Session(flags=flags, config_file=config_file, verbose=verbose, quiet=quiet)
        made.load_sites()
        return command(session=made, **rest)

    return _all(
        wrapped,
        click.option(
            "--config", "config_file", metavar="FILE", type=click.Path(path_type=Path),
            help="Read settings from FILE, in place of the nearest linkwatch.toml.",
        ),
        setting("database"),
        click.option("-v", "--verbose", count=True, help="Say more; -vv shows where an error comes from."),
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
    )  # fmt: skip


def paths(command: Command) -> Command:
    """Hand the command its ``paths``, with those of --files-from after them."""

    @functools.wraps(command)
    def wrapped(*, session: Session, paths: tuple[str, ...], files_from: str | None, **rest: Any) -> Any:
        return command(session=session, paths=[*paths, *_files_from(files_from)], **rest)

    return _all(
        wrapped,
        click.argument("paths", metavar="[PATH|URL|-]...", nargs=-1),
        click.option(
            "--files-from", metavar="FILE", help="Read more paths from FILE, one a line; - for standard input."
        ),
        setting("include"),
        setting("exclude"),
    )


def crawling(command: Command) -> Command:
    """Hand the command its ``run``; what are settings among the flags are in the session."""

    @functools.wraps(command)
    def wrapped(
        *, session: Session, replay: tuple[Path, ...], at: datetime | None, record: Path | None, offline: bool,
        no_progress: bool, **rest: Any,
    ) -> Any:  # fmt: skip
        logs.set_up(session.verbose)
        wanted, terminal = not no_progress and not session.quiet, sys.stderr.isatty()
        run = Run(
            replay=replay, at=session.aware(at) if at else None, record=record, offline=offline,
            progress=wanted and terminal, log=wanted and not terminal,
        )  # fmt: skip
        return command(session=session, run=run, **rest)

    file = click.Path(path_type=Path)
    return _all(
        wrapped,
        click.option("--replay", metavar="FILE", multiple=True, type=file,
                     help="Answer from this WARC file in place of the network. Repeatable."),
        click.option("--at", metavar="TIME", type=_Time(),
                     help="The time to take this run for, like 2025-06-01T03:00:00+09:00."),
        click.option("--record", metavar="FILE", type=file, help="Write what was fetched to this WARC file."),
        click.option("--offline", is_flag=True, help="Visit nothing; tell what is known."),
        click.option("--no-progress", is_flag=True, help="Show no progress bar, and tell of none in a log."),
        *(setting(f"crawl.{name}")
          for name in ("timeout", "max_redirects", "user_agent", "headers", "robots", "allow_private")),
    )  # fmt: skip


def selection(command: Command) -> Command:
    """Hand the command its ``selection`` of links."""

    @functools.wraps(command)
    def wrapped(
        *, session: Session, site: tuple[str, ...], host: tuple[str, ...], document: tuple[str, ...],
        state: tuple[str, ...], reason: tuple[str, ...], drift: tuple[str, ...], url: tuple[str, ...],
        text: str, limit: int | None, **rest: Any,
    ) -> Any:  # fmt: skip
        chosen = Selection(
            urls=_canonical(url),
            sites=site,
            hosts=tuple(name.lower() for name in host),
            documents=tuple(session.names.stored(name) for name in document),
            states=tuple(State(name) for name in state),
            reasons=reason,
            drifts=tuple(Drift(name) for name in drift),
            text=text,
            limit=limit,
        )
        return command(session=session, selection=chosen, **rest)

    return _all(
        wrapped,
        _words("--site", "NAME", "of this site, like nhk or youtube"),
        _words("--host", "HOST", "on this host"),
        click.option("--document", metavar="PATH", multiple=True, help="Only links cited by this document."),
        _words("--state", "STATE", f"in this state: {', '.join(State)}", among=tuple(State)),
        _words("--reason", "CODE", "with this reason, like http-404"),
        _words("--drift", "DRIFT", f"whose text is {', '.join(Drift)}", among=tuple(Drift)),
        click.option("--text", metavar="WORDS", default="", help="Only links with these words in title or URL."),
        click.option("--url", metavar="URL", multiple=True, help="Only this link."),
        click.option("--limit", metavar="N", type=click.IntRange(min=1), help="At most N links."),
    )  # fmt: skip


def output(command: Command) -> Command:
    """Hand the command its ``output``."""

    @functools.wraps(command)
    def wrapped(*, session: Session, output_file: Path | None, **rest: Any) -> Any:
        file = None if output_file == Path("-") else output_file
        return command(session=session, output=Output(format=session.settings.report.format, file=file), **rest)

    return _all(
        wrapped,
        setting("report.format"),
        setting("report.language"),
        click.option("-o", "--output", "output_file", metavar="FILE", type=click.Path(path_type=Path),
                     help="Write to FILE in place of standard output."),
    )  # fmt: skip


def listing(*formats: str) -> Callable[[Command], Command]:
    """Hand a command that lists its ``format``: the first of ``formats`` unless --format says otherwise."""
    return click.option(
        "--format", "format", type=click.Choice(formats), default=formats[0], help="How to print the list."
    )


def failing(command: Command) -> Command:
    """Hand the command ``exit_zero``; --fail-on is in the session's settings."""
    return _all(
        command,
        setting("report.fail_on"),
        click.option("--exit-zero", is_flag=True, help="End with 0 whatever is broken."),
    )


def setting(key: str) -> Callable[[Command], Command]:
    """The flag of one setting; its value goes to the session."""
    about = next(about for name, about, _ in keys() if name == key)

    def keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value is not None and value != ():
            ctx.meta.setdefault(FLAGS, {})[key] = _read(about, value, ctx, param)

    names = [about.flag, key.replace(".", "__")]
    if about.flag == "--format":
        return click.option(*names, type=click.Choice(about.kind.metavar.split("|")), expose_value=False,
                            callback=keep, help=about.doc)  # fmt: skip
    if "/" in about.flag:
        return click.option(*names, default=None, expose_value=False, callback=keep, help=about.doc)
    return click.option(
        *names, metavar=about.kind.metavar, multiple=about.kind.many, expose_value=False, callback=keep,
        help=about.doc + (" Repeatable." if about.kind.many else ""),
    )  # fmt: skip


def _read(about: About, value: object, ctx: click.Context, param: click.Parameter) -> object:
    kind: Kind[Any] = about.kind
    try:
        return kind.read(value)
    except (ValueError, TypeError, OverflowError):
        raise click.BadParameter(f"{value!r} is not {kind.words}", ctx=ctx, param=param) from None


def _all(command: Command, *decorators: Callable[[Command], Command]) -> Command:
    """Decorators in the order in which --help shows their options."""
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


def _words(flag: str, metavar: str, what: str, *, among: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """An option that takes one word or several with commas, and may be repeated."""

    def split(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
        words = tuple(word for one in value for word in one.replace(",", " ").split())
        for word in words:
            if among and word not in among:
                raise click.BadParameter(f"{word!r} is not one of {', '.join(among)}", ctx=ctx, param=param)
        return words

    return click.option(flag, metavar=f"{metavar},…", multiple=True, callback=split, help=f"Only links {what}.")


def _canonical(urls: tuple[str, ...]) -> tuple[str, ...]:
    if not urls:
        return ()
    from linkwatch.sites import canonical

    return tuple(canonical(url) for url in urls)


def _files_from(name: str | None) -> list[str]:
    if name is None:
        return []
    from linkwatch.sources import listed

    try:
        if name == "-":
            return listed(sys.stdin)
        return listed(Path(name).read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise UsageError(f"--files-from {name}: {reason}", hint="give a file with one path a line") from error


class _Time(click.ParamType[datetime]):
    """ISO 8601, with or without an offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"{value!r} is no time; write it like 2025-06-01T03:00:00+09:00", param, ctx)


TIME = _Time()
"""The type of an option that takes a time; :meth:`Session.aware` gives it a time zone."""
