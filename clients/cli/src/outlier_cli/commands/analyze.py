"""Starting an analysis, anew or from a recording."""

from typing import Annotated

import typer

from outlier_cli import options
from outlier_cli.answers import Plan
from outlier_cli.asking import request
from outlier_cli.ids import full_id
from outlier_cli.session import connected
from outlier_cli.views.costs import plan
from outlier_cli.watching import watch_to_the_end


def analyze(  # noqa: PLR0913 -- a command's options are its parameters
    *,
    names: options.Names = None,
    min_subs: options.MinSubs = None,
    max_subs: options.MaxSubs = None,
    days: options.Days = None,
    min_score: options.MinScore = None,
    min_brand_fit: options.MinBrandFit = None,
    method: options.MethodOption = None,
    profile: options.Profile = None,
    max_channels: options.MaxChannels = None,
    max_results: options.MaxResults = None,
    allow: options.Allow = None,
    deny: options.Deny = None,
    alias: options.Alias = None,
    on_quota: options.OnQuota = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what it would cost, start nothing.")] = False,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Find the outliers of channels like these, on topics that these have not covered.

    Starts an analysis, shows its progress, and prints the ranking with what each score rests on.
    Ctrl-C stops watching; the analysis goes on.
    """
    body = request(
        names=names or [],
        min_subs=min_subs,
        max_subs=max_subs,
        days=days,
        min_score=min_score,
        min_brand_fit=min_brand_fit,
        method=method,
        profile_name=profile,
        max_channels=max_channels,
        max_results=max_results,
        corrections=options.corrections(allow, deny, alias),
        on_quota=on_quota,
    )
    with connected(data, as_json=as_json) as session:
        if dry_run:
            costs = session.gateway.plan(body)
            session.terminal.answer(costs, plan(Plan.model_validate(costs)))
            return
        watch_to_the_end(session, session.gateway.start(body))


def rescore(  # noqa: PLR0913 -- a command's options are its parameters
    analysis_id: options.AnalysisId,
    *,
    min_subs: options.MinSubs = None,
    max_subs: options.MaxSubs = None,
    days: options.Days = None,
    min_score: options.MinScore = None,
    min_brand_fit: options.MinBrandFit = None,
    method: options.MethodOption = None,
    profile: options.Profile = None,
    max_channels: options.MaxChannels = None,
    max_results: options.MaxResults = None,
    allow: options.Allow = None,
    deny: options.Deny = None,
    alias: options.Alias = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Judge an analysis' recording anew, with other settings: a new analysis, and no quota is spent."""
    changes = request(
        min_subs=min_subs,
        max_subs=max_subs,
        days=days,
        min_score=min_score,
        min_brand_fit=min_brand_fit,
        method=method,
        profile_name=profile,
        max_channels=max_channels,
        max_results=max_results,
        corrections=options.corrections(allow, deny, alias),
    )
    with connected(data, as_json=as_json) as session:
        source = full_id(session.gateway, analysis_id)
        watch_to_the_end(session, session.gateway.rescore(source, changes))
