"""All commands under one name; what a command cannot do is one line on stderr and an exit code."""

import typer
from local_stack.api import StackError
from rich.text import Text
from typer.core import TyperGroup

from outlier_cli.commands import analyses, analyze, dlq, offline, quota, replay, run, stack
from outlier_cli.errors import CommandError
from outlier_cli.terminal import Terminal


class Explained(TyperGroup):
    """Commands whose failures are explained, never a traceback."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # its base has no public name
        """Run the command that was asked for; see `typer`."""
        try:
            return super().invoke(ctx)
        except (CommandError, StackError) as error:
            Terminal().say(Text(str(error), style="red"))
            ctx.exit(error.exit_code)


app = typer.Typer(
    name="outlier",
    cls=Explained,
    help="Find videos that do far better than their channel's normal, on topics your competitors have not covered.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(rich_help_panel="Analyses")(analyze.analyze)
app.command("list", rich_help_panel="Analyses")(analyses.list_analyses)
app.command(rich_help_panel="Analyses")(analyses.show)
app.command(rich_help_panel="Analyses")(analyses.results)
app.command(rich_help_panel="Analyses")(analyses.trends)
app.command(rich_help_panel="Analyses")(analyses.cancel)
app.command(rich_help_panel="Analyses")(analyze.rescore)
app.command(rich_help_panel="Analyses")(analyses.delete)
app.command(rich_help_panel="Analyses")(quota.quota)

app.command(rich_help_panel="Laptop stack")(stack.up)
app.command(rich_help_panel="Laptop stack")(stack.status)
app.command(rich_help_panel="Laptop stack")(stack.down)
app.command(hidden=True)(run.run)
app.command(rich_help_panel="Without a stack")(offline.score)
app.command(rich_help_panel="Without a stack")(offline.topics)
app.add_typer(replay.app, name="replay", rich_help_panel="Operation")
app.add_typer(dlq.app, name="dlq", rich_help_panel="Operation")
