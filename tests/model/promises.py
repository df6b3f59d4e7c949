"""What must hold of the protocol: in every state, and where nothing more can happen."""

from collections.abc import Iterator

from tests.model.protocol import CHANNELS, COMPLETED, POISON, SCORED, Database, Protocol, State


def always(state: State) -> Iterator[str]:
    """Nobody is told of a completion before every channel has an outcome."""
    database = state.database
    if database.completed and (not database.decided or None in database.outcomes):
        yield f"it is complete with {database.outcomes}"
    if state.asked_to_cancel and not database.cancelled:
        yield "its cancelling is forgotten"


def at_the_end(state: State) -> Iterator[str]:
    """It has ended, as it should; what the database says is what the log says; nothing is left behind."""
    database = state.database
    if not database.ended:
        yield "it never ends"
    if database.completed and database.outcomes[CHANNELS.index(POISON)] != SCORED and state.mended:
        yield "a late score does not count"
    if database.outbox:
        yield "the outbox is not empty"
    told = state.stream("lifecycle")
    if database.completed and not state.asked_to_cancel and COMPLETED not in told:
        yield "nobody is told that it is complete"
    if _rebuilt(state) != _comparable(database):
        yield "the database says what the log does not"


def _rebuilt(state: State) -> tuple[object, ...]:
    """What a projection says that is built from the log, effects off."""
    database = Database()
    merge = Protocol()._applied
    for stream in ("decisions", "lifecycle", "outcomes"):
        for fact in state.stream(stream):
            database = merge(database, fact)
    return _comparable(database)


def _comparable(database: Database) -> tuple[object, ...]:
    return database.decided, database.outcomes, database.cancelled, database.completed
