"""Dead letters: list them, read them, send them back to the handler that gave them up, or drop them.

A dead letter stream is a log like every other: what was done with a letter is a record behind it, so that a list tells
open letters from settled ones, and nothing is ever deleted by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from common.delivery.envelope import CORRELATION, SUBJECT, TYPE
from common.delivery.record import Bus, Outgoing, Publisher, Record
from common.delivery.waiting import Waiting, waiting_record
from common.streams import SERVICES, dead_letter_stream, retry_stream

SETTLES = "x-settles"
SETTLEMENT = "x-settlement"
MAX_SENT_BACK = 3
"""How often one letter may be sent back before it takes `force`: beyond it is a loop."""


class Settlement(StrEnum):
    """What was done with a letter."""

    SENT = "sent"
    DROPPED = "dropped"


class SentBackTooOften(ValueError):  # noqa: N818  named for what happened
    """The letter came back again and again: mend the cause first."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One record that was given up, with why, and what was done with it since."""

    service: str
    record: Record
    waiting: Waiting
    settlement: Settlement | None = None

    @property
    def id(self) -> str:
        """`<service>/<partition>/<offset>`: what commands name it by."""
        return f"{self.service}/{self.record.partition}/{self.record.offset}"

    @property
    def analysis_id(self) -> str | None:
        """The analysis it belongs to, where its headers say."""
        return self.record.header(CORRELATION)

    @property
    def event_type(self) -> str | None:
        """The type of the event it was."""
        return self.record.header(TYPE)

    @property
    def subject(self) -> str | None:
        """What the event was about."""
        return self.record.header(SUBJECT)


def is_settlement(record: Record) -> bool:
    """Whether a record of a dead letter stream says what was done with another, and is no letter itself."""
    return record.header(SETTLES) is not None


async def dead_letters(bus: Bus, services: Sequence[str] = SERVICES) -> list[DeadLetter]:
    """Every letter of these services, oldest first, settled ones included."""
    found: list[DeadLetter] = []
    for service in services:
        records = [record async for record in bus.read(dead_letter_stream(service).name, None, None)]
        settled = {
            record.header(SETTLES): Settlement(record.header(SETTLEMENT) or Settlement.SENT)
            for record in records
            if is_settlement(record)
        }
        for record in records:
            if not is_settlement(record):
                letter = DeadLetter(service, record, Waiting.of(record))
                found.append(DeadLetter(service, record, letter.waiting, settled.get(letter.id)))
    return sorted(found, key=lambda letter: (letter.record.timestamp_ms, letter.id))


async def send_back(publisher: Publisher, letter: DeadLetter, *, force: bool = False) -> None:
    """Give a letter to its handler once more, with all its tries, through the service's retry stream.

    Args:
        publisher: Where records are written.
        letter: What to send.
        force: Send it even if it came back `MAX_SENT_BACK` times.

    Raises:
        SentBackTooOften: It came back that often, and `force` is not set.
        DependencyDown: The broker does not take it.
    """
    times = letter.waiting.sent_back
    if times >= MAX_SENT_BACK and not force:
        raise SentBackTooOften(f"{letter.id} was sent back {times} times already; last error: {letter.waiting.error}")
    again = waiting_record(
        letter.record,
        topic=retry_stream(letter.service).name,
        group=letter.waiting.group or "",
        attempt=0,
        sent_back=times + 1,
    )
    await publisher.publish(again)
    await _settle(publisher, letter, Settlement.SENT)


async def drop(publisher: Publisher, letter: DeadLetter) -> None:
    """Mark a letter as not worth another try; it stays readable until its retention ends."""
    await _settle(publisher, letter, Settlement.DROPPED)


async def _settle(publisher: Publisher, letter: DeadLetter, settlement: Settlement) -> None:
    # The letter's own key puts the note into the letter's partition, behind it.
    note = Outgoing(
        topic=dead_letter_stream(letter.service).name,
        key=letter.record.key or b"",
        value=b"",
        headers=((SETTLES, letter.id.encode()), (SETTLEMENT, settlement.encode())),
    )
    await publisher.publish(note)
