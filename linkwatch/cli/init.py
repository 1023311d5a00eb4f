"""``linkwatch init``: a linkwatch.toml that explains every setting."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from linkwatch.config import template
from linkwatch.config.loading import NAME
from linkwatch.errors import UsageError


@click.command(name="init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--contact", metavar="ADDRESS", help="Mail or web address at which site owners may reach you.")
@click.option("-q", "--quiet", is_flag=True, help="Say and ask nothing.")
def command(folder: Path, contact: str | None, quiet: bool) -> int:
    """Write a linkwatch.toml in FOLDER (here, unless given) that explains every setting.

    It asks for your contact, which is sent to the sites visited; on a pipe it asks nothing. A file that is there
    is never overwritten.

    \b
    Example:  linkwatch init --contact you@example.org
    """
    file = folder / NAME
    if file.exists():
        raise UsageError(f"{file}: is there already", hint="edit it, or move it away first")
    if contact is None and not quiet and sys.stdin.isatty() and sys.stderr.isatty():
        contact = click.prompt("Your mail or web address, for site owners", default="", show_default=False, err=True)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(template(contact=contact or ""))
    except FileExistsError:
        raise UsageError(f"{file}: is there already", hint="edit it, or move it away first") from None
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror}", hint="name another folder") from error
    if not quiet:
        click.echo(f"linkwatch: wrote {file}; next: linkwatch add PATH…, then linkwatch crawl", err=True)
    return 0
