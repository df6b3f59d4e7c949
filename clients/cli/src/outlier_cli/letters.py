"""Dead letters as documents, and sending them back; on any bus."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from common.delivery import Bus, KafkaBus, Publisher
from common.delivery.dead_letters import DeadLetter, SentBackTooOften, dead_letters, drop, send_back
from common.errors import DependencyDown
from common.streams import SERVICES

from outlier_cli.answers import Document
from outlier_cli.errors import NoStackError, RefusedError, UsageError


@asynccontextmanager
async def kafka(bootstrap: str) -> AsyncIterator[KafkaBus]:
    """A connection to the brokers at `host:port,host:port`.

    Raises:
        NoStackError: None answers.
    """
    bus = KafkaBus(bootstrap.split(","), client_id="outlier-cli")
    try:
        await bus.start()
    except DependencyDown as error:
        raise NoStackError(f"Kafka does not answer at {bootstrap}: is the stack up? (`outlier status`)") from error
    try:
        yield bus
    finally:
        await bus.stop()


async def meant(
    bus: Bus, *, service: str | None = None, letter_id: str | None = None, settled: bool = False
) -> list[DeadLetter]:
    """The letters that are meant, oldest first: all open ones unless told otherwise.

    Args:
        bus: Where they lie.
        service: Of this service alone.
        letter_id: This one alone, settled or not.
        settled: Those that were sent back or dropped as well.

    Raises:
        UsageError: There is no such service.
        RefusedError: There is no letter of that id.
    """
    if service is not None and service not in SERVICES:
        raise UsageError(f"--service {service}: there is none; use one of {', '.join(SERVICES)}.")
    found = await dead_letters(bus, [service] if service else _services_of(letter_id))
    if letter_id is None:
        return [letter for letter in found if settled or letter.settlement is None]
    named = [letter for letter in found if letter.id == letter_id]
    if not named:
        raise RefusedError(f"There is no dead letter {letter_id}: see `outlier dlq list --all`.")
    return named


def _services_of(letter_id: str | None) -> Sequence[str]:
    """Where to look: a letter's id begins with its service."""
    named = (letter_id or "").partition("/")[0]
    return [named] if named in SERVICES else SERVICES


async def sent(bus: Publisher, letters: Sequence[DeadLetter], *, force: bool) -> list[Document]:
    """Send letters back to the handlers that gave them up; gives what became of each."""
    outcomes: list[Document] = []
    for letter in letters:
        try:
            await send_back(bus, letter, force=force)
        except SentBackTooOften as error:
            outcomes.append({"id": letter.id, "sent": False, "why": str(error)})
        else:
            outcomes.append({"id": letter.id, "sent": True, "why": None})
    return outcomes


async def dropped(bus: Publisher, letters: Sequence[DeadLetter]) -> None:
    """Mark letters as not worth another try."""
    for letter in letters:
        await drop(bus, letter)


def as_document(letter: DeadLetter, *, whole: bool = False) -> Document:
    """What there is to know of a letter; `whole`: with its headers and its payload."""
    waiting = letter.waiting
    document: Document = {
        "id": letter.id,
        "service": letter.service,
        "group": waiting.group,
        "event": letter.event_type,
        "analysis_id": letter.analysis_id,
        "subject": letter.subject,
        "reason": waiting.reason,
        "error": waiting.error,
        "at": letter.record.recorded_at.isoformat(),
        "origin": f"{waiting.topic}/{waiting.partition}/{waiting.offset}",
        "attempts": waiting.attempt,
        "sent_back": waiting.sent_back,
        "settlement": letter.settlement,
    }
    if whole:
        document["headers"] = {name: value.decode("utf-8", "replace") for name, value in letter.record.headers}
        document["payload"] = _payload(letter.record.value)
    return document


def _payload(value: bytes) -> object:
    """The payload as JSON; as text where it is none."""
    try:
        return json.loads(value)
    except ValueError:
        return value.decode("utf-8", "replace")
