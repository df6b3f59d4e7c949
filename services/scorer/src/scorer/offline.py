"""Scores cases from a file, without any stack: JSON lines in, JSON lines out, in bounded memory.

A case is one channel at one moment:
    {"case_id", "now", "channel": {…}, "videos": [{"id", "published_at", "duration_s", "view_count", …}]}
An answer:
    {"case_id", "videos": [{"id", "score", "low", "high", "evidence"}]}

`python -m scorer.offline < cases.jsonl > scores.jsonl`
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from scorer.domain.adjusted import judge_by_growth
from scorer.domain.model import Model
from scorer.domain.uploads import Upload, format_by_duration
from scorer.domain.verdict import Floors, Verdict
from scorer.domain.wording import evidence, told_by
from scorer.model_store import current_model

CASES_A_PASS = 256
"""So many cases are held at once, whatever the size of the file."""
SECONDS_A_DAY = 86_400
MOST = 10**15
BadLine = Callable[[int, str], None]
"""Is told the number of a line (1 = the first) and what is wrong with it."""
Number = Annotated[float, Field(ge=0, le=MOST, allow_inf_nan=False)]


class CaseVideo(BaseModel):
    """One upload of a case; what is not used here is ignored. What is not known leaves it without a score."""

    id: str
    published_at: AwareDatetime | None = None
    duration_s: Number | None = None
    view_count: Number | None = None


class Case(BaseModel):
    """One channel at one moment."""

    case_id: str
    now: AwareDatetime
    videos: list[CaseVideo]

    def uploads(self) -> list[Upload]:
        """The uploads as the score needs them."""
        return [
            Upload(
                format=format_by_duration(None if video.duration_s is None else int(video.duration_s)),
                age_days=_age_days(self.now, video.published_at),
                views=None if video.view_count is None else int(video.view_count),
                on_air=video.duration_s == 0,
            )
            for video in self.videos
        ]


def _age_days(now: datetime, published_at: datetime | None) -> float | None:
    return None if published_at is None else (now - published_at).total_seconds() / SECONDS_A_DAY


def score_lines(
    lines: Iterable[str | bytes], *, bad_line: BadLine, model: Model | None = None, floors: Floors | None = None
) -> Iterator[str]:
    """The answer to each case, in order, as lines without their ends.

    Args:
        lines: JSON lines; blank ones are passed over.
        bad_line: Told of a line that is no case; the rest goes on.
        model: The fitted numbers; None: those of this release.
        floors: Where a reason stands in for a score; None: the defaults.

    Yields:
        One line a case, as soon as its group of `CASES_A_PASS` is scored.
    """
    model, floors = model or current_model(), floors or Floors()
    cases = _cases(lines, bad_line)
    while group := list(islice(cases, CASES_A_PASS)):
        verdicts = judge_by_growth([case.uploads() for case in group], model, floors)
        for case, judged in zip(group, verdicts, strict=True):
            yield _answer(case, judged, floors)


def _cases(lines: Iterable[str | bytes], bad_line: BadLine) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Case.model_validate_json(line.strip())
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            # The parser's own "line 1" would contradict the number of the line.
            problem = first["msg"].replace(" at line 1 column ", " at column ")
            bad_line(number, f"{where}: {problem}" if where else problem)


def _answer(case: Case, verdicts: Sequence[Verdict], floors: Floors) -> str:
    videos = [
        {
            "id": video.id,
            "score": verdict.score,
            "low": verdict.low,
            "high": verdict.high,
            "evidence": evidence(verdict, floors, format_by=told_by(video.duration_s)).model_dump(mode="json"),
        }
        for video, verdict in zip(case.videos, verdicts, strict=True)
    ]
    return json.dumps({"case_id": case.case_id, "videos": videos}, ensure_ascii=False)


def main() -> int:
    """Score standard input; 1 where a line was no case."""
    bad = 0

    def tell(number: int, problem: str) -> None:
        nonlocal bad
        bad += 1
        sys.stderr.write(f"line {number}: {problem}\n")

    for answer in score_lines(sys.stdin.buffer, bad_line=tell):
        sys.stdout.write(answer + "\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
