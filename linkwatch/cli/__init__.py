"""The commands, in a table of names; each is imported when it is called.

A new command is a module beside this one, with a click command named ``command``, and a line in ``COMMANDS``.
"""

from __future__ import annotations

import importlib
from typing import cast

import click

from linkwatch.version import __version__

COMMANDS: dict[str, dict[str, str]] = {
    "Check now": {
        "check": "Visit every link that documents cite, now, and report.",
        "citations": "Print what documents say of the pages they cite.",
    },
    "Watch": {
        "init": "Write a linkwatch.toml that explains every setting.",
        "add": "Put documents on watch.",
        "remove": "End the watch on documents.",
        "documents": "List the documents on watch.",
        "crawl": "Revisit the links of watched documents that are due.",
        "report": "Print what needs attention, from the database alone.",
        "archive": "Look for copies of a page in web archives.",
        "serve": "Show the database as web pages.",
        "stats": "Draw how long cited pages last: the rot curve.",
        "status": "Last crawl, what is due, what needs attention, at a glance.",
    },
    "Every night": {
        "run": "Crawl every night, as a service.",
        "notify": "Tell people what happened; try whether they can be reached.",
        "schedule": "Show the coming runs; have them made by systemd or cron.",
    },
    "Keep": {
        "mute": "Leave a link out of what needs attention, until a day.",
        "db": "Check, back up, vacuum and prune the database.",
    },
    "Look closer, without a network": {
        "links": "List links with state, next visit and why then.",
        "history": "Tell what became of one link.",
        "diff": "Show what changed in a cited page, phrase by phrase.",
        "explain": "Tell what a reason means, or how a verdict came about.",
        "judge": "Judge saved pages by the rules of the crawl, without a network.",
        "compare": "Tell what changed between two saved versions of a page.",
        "demo": "Three nights on bundled documents, without a network.",
        "sites": "List the sites known by heart; show what is read from a page.",
    },
}
"""Name → one line of help, by heading. The module of a command has its name."""


class Commands(click.Group):
    """A group that imports a command only to run it or to show its own help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return [name for section in COMMANDS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module; None when the table has no such name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        return cast(click.Command, importlib.import_module(f"linkwatch.cli.{cmd_name}").command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but with our names when it looks for a near one."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchCommand:
            raise click.NoSuchCommand(args[0], possibilities=self.list_commands(ctx), ctx=ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and help from the table, so that no module is imported."""
        for heading, section in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl(list(section.items()), col_max=14)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="linkwatch", message="%(prog)s %(version)s")
def main() -> None:
    """Tells which cited pages are gone, or no longer say what they said when your document was written.

    \b
    Try it:             linkwatch check README.md
    Watch documents:    linkwatch init; linkwatch add docs/; linkwatch crawl
    Every night:        17 3 * * *  cd ~/notes && linkwatch crawl --quiet
    """
