"""What an event's envelope says: when, about what, and under which id."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from common.delivery import Record, seal
from common.streams import ANALYSIS_PROGRESS

from tests.common.builders import progress

IDS = UUID("6f1c2d9e-6c56-4c1e-9a0b-0d8f4b6f6d11")


def headers(**options) -> dict[str, str]:
    sealed = seal(ANALYSIS_PROGRESS, progress(IDS, done=3), source="a.handler", cause_id="cause", **options)
    return {name: Record("", 0, 0, 0, None, b"", sealed.headers).header(name) or "" for name, _ in sealed.headers}


def test_its_time_is_now_in_utc_and_in_microseconds():
    before = datetime.now(UTC)
    told = headers()["ce_time"]
    assert before <= datetime.fromisoformat(told) <= datetime.now(UTC)
    assert len(told) == len("2026-03-01T12:00:00.000000+00:00")


def test_a_time_that_is_given_is_told_as_it_is():
    moment = datetime(2026, 3, 1, 12, 0, 0, 42, tzinfo=UTC)
    assert headers(now=moment)["ce_time"] == moment.isoformat()


def test_its_subject_is_the_analysis_and_the_part_of_it_and_its_id_derives_from_that():
    told = headers()
    assert told["ce_subject"] == progress(IDS, done=3).subject == f"{IDS}/candidates/3"
    assert told["ce_id"] == str(uuid5(IDS, f"cause|{ANALYSIS_PROGRESS.name}|ProgressReported.v1|{IDS}/candidates/3"))
