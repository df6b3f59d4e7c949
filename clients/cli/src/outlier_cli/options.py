"""The options that several commands share, and how their texts are read."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

_UNITS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


def count(text: str) -> int:
    """A number of subscribers as people write it.

    >>> count("50000"), count("50k"), count("1.5M"), count("10_000")
    (50000, 50000, 1500000, 10000)
    """
    digits, unit = (text[:-1], _UNITS[text[-1].lower()]) if text[-1:].lower() in _UNITS else (text, 1)
    try:
        return round(float(digits.replace(",", "").replace("_", "")) * unit)
    except (ValueError, OverflowError):
        raise typer.BadParameter(f"{text!r} is not a number: write 50000, 50k or 1.5M") from None


class MethodName(StrEnum):
    """How videos are scored."""

    ADJUSTED = "adjusted"
    CLASSIC = "classic"


class OnQuotaName(StrEnum):
    """What to do when YouTube's daily quota is used up."""

    WAIT = "wait"
    PARTIAL = "partial"


def profile(text: str) -> str | dict[str, Any]:
    """A stored profile's name, or the profile in the file of that name.

    Raises:
        typer.BadParameter: It is a file, and not a JSON object.
    """
    path = Path(text)
    if path.suffix != ".json" and not path.is_file():
        return text
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{text} cannot be read as JSON: {error}") from None
    if not isinstance(document, dict):
        raise typer.BadParameter(f"{text} holds no JSON object, and a profile is one")
    return document


def corrections(allow: list[str] | None, deny: list[str] | None, alias: list[str] | None) -> dict[str, Any] | None:
    """The user's hand on topics as the gateway takes it; None: nothing is corrected.

    Raises:
        typer.BadParameter: An alias is not of the form TOPIC=NAME.
    """
    if not (allow or deny or alias):
        return None
    names: dict[str, list[str]] = {}
    for pair in alias or ():
        topic, _, other = (part.strip() for part in pair.partition("="))
        if not (topic and other):
            raise typer.BadParameter(f"{pair!r} names no two things: write TOPIC=NAME")
        names.setdefault(topic, []).append(other)
    return {
        "allow": allow or [],
        "deny": deny or [],
        "aliases": [{"name": name, "aliases": others} for name, others in names.items()],
    }


Names = Annotated[
    list[str] | None, typer.Argument(metavar="NAME", help="Exclusion channels: names, @handles, links or ids.")
]
MinSubs = Annotated[
    int | None, typer.Option("--min-subs", parser=count, metavar="N", help="Fewest subscribers, e.g. 10k.")
]
MaxSubs = Annotated[
    int | None, typer.Option("--max-subs", parser=count, metavar="N", help="Most subscribers, e.g. 500k.")
]
Days = Annotated[int | None, typer.Option("--days", min=1, max=90, help="Judge videos of the last N days.")]
MinScore = Annotated[
    float | None,
    typer.Option("--min-score", min=0, help="Keep videos with at least this score (adjusted: 2 = twice the normal)."),
]
MinBrandFit = Annotated[
    float | None, typer.Option("--min-brand-fit", min=0, max=10, help="Keep videos that fit this well.")
]
MethodOption = Annotated[MethodName | None, typer.Option("--method", help="How to score.")]
Profile = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME|FILE", help="Content profile: a stored one's name, or a JSON file."),
]
MaxChannels = Annotated[
    int | None, typer.Option("--max-channels", min=1, max=1000, help="Most channels to look into: bounds the cost.")
]
MaxResults = Annotated[int | None, typer.Option("--max-results", min=1, max=1000, help="Most outliers to keep.")]
OnQuota = Annotated[
    OnQuotaName | None, typer.Option("--on-quota", help="When the quota is used up: wait, or end with what there is.")
]
Allow = Annotated[
    list[str] | None, typer.Option("--allow", metavar="TOPIC", help="Never covered, whatever was found; repeatable.")
]
Deny = Annotated[
    list[str] | None, typer.Option("--deny", metavar="TOPIC", help="Always covered, wherever it is named; repeatable.")
]
Alias = Annotated[
    list[str] | None,
    typer.Option("--alias", metavar="TOPIC=NAME", help="Another name of a topic, e.g. PUBG=BGMI; repeatable."),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="DIR", help="The stack's data folder; .outlier unless told.", show_default=False),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, all else on stderr.")]
AnalysisId = Annotated[
    str, typer.Argument(metavar="ID", help="The analysis' id, its beginning, or `last`.", show_default=False)
]
