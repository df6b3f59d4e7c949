"""Dead letters: what is listed, what one shows, what sending back does."""

import io
from uuid import UUID

import pytest
from common import streams
from common.delivery import MemoryBus, seal
from common.delivery.dead_letters import MAX_SENT_BACK
from common.delivery.record import Record
from common.delivery.waiting import DeadReason, waiting_record
from common.events import AnalysisCancelled
from outlier_cli import letters
from outlier_cli.errors import RefusedError, UsageError
from outlier_cli.views import letters as views
from rich.console import Console

ANALYSIS = UUID(int=7)
DEAD = streams.dead_letter_stream("scorer").name


def letter(bus: MemoryBus, *, sent_back: int = 0) -> Record:
    """A dead letter of the scorer."""
    event = seal(streams.ANALYSIS_LIFECYCLE, AnalysisCancelled(analysis_id=ANALYSIS), source="test", cause_id="c1")
    origin = Record(event.topic, 3, 41, 0, event.key, event.value, event.headers)
    dead = waiting_record(
        origin,
        topic=DEAD,
        group="scorer.score",
        attempt=5,
        reason=DeadReason.HANDLER_FAILED,
        error="ZeroDivisionError: division by zero\n  File …",
        sent_back=sent_back,
    )
    return bus.log.append(dead)


async def test_open_letters_are_listed_with_why_and_where_from():
    bus = MemoryBus()
    letter(bus)

    (document,) = [letters.as_document(one) for one in await letters.meant(bus)]
    assert document["group"] == "scorer.score"
    assert document["event"] == "AnalysisCancelled.v1"
    assert document["analysis_id"] == str(ANALYSIS)
    assert document["reason"] == "handler_failed"
    assert document["origin"] == f"{streams.ANALYSIS_LIFECYCLE.name}/3/41"


async def test_one_letter_shows_headers_and_payload():
    bus = MemoryBus()
    letter(bus)
    (one,) = await letters.meant(bus)

    document = letters.as_document((await letters.meant(bus, letter_id=one.id))[0], whole=True)
    assert document["payload"] == {"analysis_id": str(ANALYSIS)}
    assert document["headers"]["ce_type"] == "AnalysisCancelled.v1"


async def test_a_letter_that_was_sent_back_is_no_longer_open():
    bus = MemoryBus()
    letter(bus)

    outcomes = await letters.sent(bus, await letters.meant(bus), force=False)
    assert [outcome["sent"] for outcome in outcomes] == [True]
    assert await letters.meant(bus) == []
    assert len(await letters.meant(bus, settled=True)) == 1
    assert len(bus.log.all(streams.retry_stream("scorer").name)) == 1


async def test_a_letter_that_comes_back_again_and_again_is_kept_unless_forced():
    bus = MemoryBus()
    letter(bus, sent_back=MAX_SENT_BACK)
    meant = await letters.meant(bus)

    (outcome,) = await letters.sent(bus, meant, force=False)
    assert outcome["sent"] is False
    assert "times already" in outcome["why"]
    assert (await letters.sent(bus, meant, force=True))[0]["sent"] is True


async def test_a_dropped_letter_is_settled_and_goes_nowhere():
    bus = MemoryBus()
    letter(bus)
    await letters.dropped(bus, await letters.meant(bus))
    assert await letters.meant(bus) == []
    [settled] = await letters.meant(bus, settled=True)
    assert letters.as_document(settled)["settlement"] == "dropped"
    assert bus.log.all(streams.retry_stream("scorer").name) == []


def test_dropping_all_of_them_has_to_be_asked_for_by_name(outlier):
    done = outlier("dlq", "drop", "--kafka", "127.0.0.1:9")
    assert (done.returncode, "--id ID, or --service S" in done.stderr) == (2, True)


async def test_the_list_shows_how_often_a_letter_came_back():
    bus = MemoryBus()
    letter(bus, sent_back=2)
    documents = [letters.as_document(one) for one in await letters.meant(bus)]
    console = Console(width=120, file=io.StringIO())
    console.print(views.letters(documents))
    assert "came back 2 ×" in console.file.getvalue()


async def test_a_service_that_does_not_exist_is_wrong_usage():
    with pytest.raises(UsageError, match="use one of gateway"):
        await letters.meant(MemoryBus(), service="printer")


async def test_an_unknown_letter_is_told_with_where_to_look():
    with pytest.raises(RefusedError, match="outlier dlq list --all"):
        await letters.meant(MemoryBus(), letter_id="scorer/0/99")


async def test_bytes_that_are_no_json_are_shown_as_text():
    bus = MemoryBus()
    bus.log.append(waiting_record(Record("t", 0, 0, 0, b"k", b"\xff{"), topic=DEAD, group="scorer.score", attempt=0))

    (one,) = await letters.meant(bus)
    assert letters.as_document(one, whole=True)["payload"] == "\ufffd{"
