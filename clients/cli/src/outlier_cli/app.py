"""All commands under one name."""

import typer

from outlier_cli.commands import analyses, analyze, dlq, quota, run, stack

app = typer.Typer(
    name="outlier",
    help="Find videos that do far better than their channel's normal, on topics your competitors have not covered.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command(rich_help_panel="Analyses")(analyze.analyze)
app.command("list", rich_help_panel="Analyses")(analyses.list_analyses)
app.command(rich_help_panel="Analyses")(analyses.show)
app.command(rich_help_panel="Analyses")(analyses.results)
app.command(rich_help_panel="Analyses")(analyses.cancel)
app.command(rich_help_panel="Analyses")(analyze.rescore)
app.command(rich_help_panel="Analyses")(analyses.delete)
app.command(rich_help_panel="Analyses")(quota.quota)

app.command(rich_help_panel="Laptop stack")(stack.up)
app.command(rich_help_panel="Laptop stack")(stack.status)
app.command(rich_help_panel="Laptop stack")(stack.down)
app.command(hidden=True)(run.run)
app.add_typer(dlq.app, name="dlq", rich_help_panel="Operation")
