"""The judge: the shared evaluation script, used as it is, so that every figure is the one that others get too."""

import importlib.util
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from scorer.domain.adjusted import judge_by_growth
from scorer.domain.model import Model
from scorer.domain.verdict import Floors, Verdict
from scorer.evaluation.populations import Source
from scorer.offline import Case

Answers = Mapping[tuple[str, str], Any]
"""The judge's `Score` of each (case, video)."""
PEERS = ("subscribers", "channel-mean", "previous-10-median", "same-format-median", "age-adjusted")
"""The published methods that `peers.py` scores by."""


class Harness:
    """One population of readings with the judge's rules: its cases, its outcomes, its figures."""

    def __init__(self, script_dir: Path, source: Source) -> None:
        """The judge of one population.

        Args:
            script_dir: Folder with `early_detection.py` and `peers.py`.
            source: Where its readings come from.

        Raises:
            OSError: The scripts or the readings are not there.
            JournalError: A journal holds nothing that can be judged yet.
        """
        self._script = load_script(script_dir / "early_detection.py")
        self._peers = script_dir / "peers.py"
        population = source(self._script)
        self._lines = population.lines
        self.cases = [Case.model_validate_json(line) for line in self._lines]
        self.judged = population.judged
        self.last_views = population.last_views

    @property
    def channels(self) -> list[str]:
        """Channels that have a judged video."""
        return sorted({row.channel for row in self.judged})

    def answers(self, verdicts: Mapping[tuple[str, str], Verdict]) -> dict[tuple[str, str], Any]:
        """Verdicts as the judge reads them."""
        return {key: self.answer(verdict.score, verdict.low, verdict.high) for key, verdict in verdicts.items()}

    def answer(self, score: float | None, low: float | None, high: float | None) -> Any:  # noqa: ANN401  the judge's own
        """One score as the judge reads it."""
        return self._script.Score(score, low, high)

    def verdicts(self, model: Model, floors: Floors | None = None) -> dict[tuple[str, str], Verdict]:
        """The verdict on every video of every case."""
        judged = judge_by_growth([case.uploads() for case in self.cases], model, floors or Floors())
        return {
            (case.case_id, video.id): verdict
            for case, verdicts in zip(self.cases, judged, strict=True)
            for video, verdict in zip(case.videos, verdicts, strict=True)
        }

    def peer_answers(self, method: str) -> dict[tuple[str, str], Any]:
        """What a published method says: one of `PEERS`.

        Raises:
            subprocess.CalledProcessError: The script refuses.
        """
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".jsonl") as file:
            done = subprocess.run(  # noqa: S603  our own interpreter, a script that the caller names
                [sys.executable, str(self._peers), method],
                input="\n".join(self._lines),
                capture_output=True,
                text=True,
                check=True,
            )
            file.write(done.stdout)
            file.flush()
            answers: dict[tuple[str, str], Any] = self._script.read_scores(file.name)
            return answers

    def judge(self, answers: Answers, against: Answers | None = None) -> dict[tuple[str, str, str], dict[str, Any]]:
        """The judge's figures by (figure, set, age), paired with another method's where `against` is given."""
        report = self._script.judge(self.judged, answers, against)
        return {(line["figure"], line["set"], line["age"]): line for line in report["figures"]}

    def outcomes(self) -> dict[tuple[str, str], float]:
        """What each judged video came to."""
        return {(row.case, row.video): row.outcome for row in self.judged}


def load_script(path: Path) -> ModuleType:
    """A script of the shared evaluation as a module.

    Raises:
        FileNotFoundError: It is not there.
    """
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise FileNotFoundError(f"{path} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
