"""`python -m scorer.evaluation`: judge, refit and compare scoring models on recorded readings."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from scorer.domain.model import Model
from scorer.evaluation import niches, plots
from scorer.evaluation.harness import PEERS, Harness
from scorer.evaluation.populations import of_journal, of_tables
from scorer.evaluation.refit import FOLDS, cross_validated, growth_pairs, refit, refit_interval
from scorer.evaluation.report import page
from scorer.evaluation.shadow import compare, judged
from scorer.evaluation.verdict_on_candidate import Decision, decide
from scorer.model_store import current_model, save_model

REFUSED = 1


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 1 where a candidate is refused or something is missing."""
    options = _parser().parse_args(arguments)
    commands = {"report": _report, "refit": _refit, "shadow": _shadow, "niches": _niches}
    try:
        return commands[options.command](options)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scorer.evaluation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    report = commands.add_parser("report", help="figures, plots and the fate of a refitted candidate, into a folder")
    learn = commands.add_parser("refit", help="fit a candidate and write it, unless it is not better")
    for command in (report, learn):
        command.add_argument("--harness", type=Path, required=True, help="folder of early_detection.py and peers.py")
        source = command.add_mutually_exclusive_group(required=True)
        source.add_argument("--data", type=Path, help="folder of readings as the harness reads them")
        source.add_argument("--journal", type=Path, help="folder of a scorer's journal")
        command.add_argument("--out", type=Path, required=True)
    report.add_argument("--candidate", help="write the refitted candidate by this name, too, where it is better")
    learn.add_argument("--version", required=True, help="the candidate's name, for example adjusted-2")
    beside = commands.add_parser("shadow", help="what the shadow model said beside the current one")
    beside.add_argument("journal", type=Path)
    beside.add_argument("--harness", type=Path, help="judge both by what came of the videos, too")
    others = commands.add_parser("niches", help="score published tables of other niches, for a person to read")
    others.add_argument("tables", type=Path, nargs="+")
    others.add_argument("--most", type=int, default=20, help="rows shown of each table")
    return parser


def _report(options: argparse.Namespace) -> int:
    harness, population = _population(options)
    return write_report(harness, options.out, population=population, candidate=options.candidate)


def _refit(options: argparse.Namespace) -> int:
    harness, population = _population(options)
    fitted, decision = candidate_of(harness, current_model())
    sys.stdout.write(decision.reason + "\n")
    if not decision.accepted:
        return REFUSED
    write_candidate(options.out, replace(fitted, version=options.version), decision, harness, population)
    return 0


def _shadow(options: argparse.Namespace) -> int:
    sys.stdout.write(compare(options.journal).lines() + "\n")
    if options.harness:
        decision = judged(Harness(options.harness, of_journal(options.journal)), options.journal)
        sys.stdout.write("".join(f"{line}\n" for line in decision.lines()))
    return 0


def _niches(options: argparse.Namespace) -> int:
    for table in options.tables:
        niche = niches.judge(niches.read(table), current_model(), most=options.most)
        sys.stdout.write(f"{table}\n" + "\n".join(niches.lines(niche)) + "\n\n")
    return 0


def _population(options: argparse.Namespace) -> tuple[Harness, str]:
    source = of_journal(options.journal) if options.journal else of_tables(options.data)
    return Harness(options.harness, source), (options.data or options.journal).name


def write_report(harness: Harness, out: Path, *, population: str, candidate: str | None = None) -> int:
    """The page and its plots; and the refitted candidate by the name `candidate`, where it is better."""
    model = current_model()
    verdicts = harness.verdicts(model)
    answers = harness.answers(verdicts)
    peers = {name: harness.peer_answers(name) for name in PEERS}
    methods = {name: harness.judge(said, answers) for name, said in peers.items()}
    methods["adjusted-1"] = harness.judge(answers)
    folded = harness.judge(harness.answers(cross_validated(model, harness, refit_interval)))
    fitted, decision = candidate_of(harness, model)
    out.mkdir(parents=True, exist_ok=True)
    text = page(
        population=f"`{population}`",
        judged=len(harness.judged),
        channels=len(harness.channels),
        methods=methods,
        folded=folded,
        decision=decision,
    )
    (out / "README.md").write_text(text, encoding="utf-8")
    shown = {"adjusted-1": answers} | {name: peers[name] for name in reversed(PEERS)}
    plots.precision_recall(out / "precision-recall.svg", harness, shown)
    plots.reliability(out / "reliability.svg", harness, verdicts)
    pairs = growth_pairs(harness.cases, harness.last_views, harness.channels)
    plots.growth(out / "growth.svg", pairs, model)
    sys.stdout.write(f"{decision.reason}\nwritten: {out / 'README.md'}\n")
    if candidate and decision.accepted:
        write_candidate(out / f"{candidate}.json", replace(fitted, version=candidate), decision, harness, population)
    return 0


def write_candidate(out: Path, model: Model, decision: Decision, harness: Harness, population: str) -> None:
    """A candidate's artefact with its card; that a method scores by it is a release's matter."""
    card = {
        "version": model.version,
        "fitted_on": {
            "data": population,
            "judged_videos": len(harness.judged),
            "channels": len(harness.channels),
            "cases_from": min(case.now for case in harness.cases).isoformat(),
            "cases_until": max(case.now for case in harness.cases).isoformat(),
        },
        "refitted": ["growth", "noise", "interval.below", "interval.above"],
        "cross_validation": f"by channel, {FOLDS} folds",
        "decision": decision.reason,
        "figures": [
            {
                "figure": c.figure,
                "age": c.age,
                "candidate": c.candidate,
                "current": c.current,
                "better": [c.low, c.high],
            }
            for c in decision.comparisons
        ],
    }
    save_model(out, model, card)
    sys.stdout.write(f"written: {out}\n")


def candidate_of(harness: Harness, current: Model) -> tuple[Model, Decision]:
    """A model refitted on a population, and whether it may replace the current one, judged by folds of channels."""
    folded = harness.answers(cross_validated(current, harness, refit))
    decision = decide(harness.judge(folded, harness.answers(harness.verdicts(current))))
    return refit(current, harness, harness.channels), decision


if __name__ == "__main__":
    sys.exit(main())
