"""The command line. Each command lives in a file of its own and imports what it needs when it runs."""

import typer

from consultant.cli import ask, browse, check, claim, demo, desk, evaluate, knowledge, lookup, search, serve

app = typer.Typer(
    name="consultant",
    help="A consult desk that answers medical-coding questions by email.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serve.serve)
app.command()(ask.ask)
app.command()(check.check)
app.command()(lookup.lookup)
app.command()(search.search)
app.command()(browse.browse)
app.command()(claim.claim)
app.command()(demo.demo)
app.command()(evaluate.evaluate)
app.add_typer(desk.app, name="desk")
app.add_typer(knowledge.app, name="knowledge")


def main() -> None:
    """The entry point named in pyproject.toml."""
    app()
