"""The protocol of completion, cancel, dead letter and late score, small enough to be looked at in every state.

One analysis, two channels. The scorer has a bug that channel b meets, until somebody mends it and sends b's letter
back. The owner may cancel at any time. What can happen at any moment: a group publishes what a record leads to; it
commits the record, or its process dies before it does, and the record comes again. The gateway's groups write the
database in one transaction, which also fills the outbox; the relay publishes the outbox' first record, and forgets it,
or dies before it does.

`Rules` breaks one rule at a time: the checker must then find the way to the damage.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum, auto

CHANNELS = ("a", "b")
POISON = "b"

QUALIFIED, CANCELLED, COMPLETED = "qualified", "cancelled", "completed"
SCORED, DEAD, STOPPED = "scored", "dead", "stopped"
"""Outcomes of a channel: a score; a skip that a dead letter became; a skip of what was cancelled."""
_RANK = {None: 0, STOPPED: 1, DEAD: 2, SCORED: 3}

Log = tuple[str, ...]


class Group(StrEnum):
    """A consumer group and the stream it reads; the gateway's project group reads three."""

    EXPAND = auto()
    FETCH = auto()
    SCORE = auto()
    AGAIN = auto()
    BURY = auto()
    PROJECT_LIFECYCLE = auto()
    PROJECT_DECISIONS = auto()
    PROJECT_OUTCOMES = auto()


READS = {
    Group.EXPAND: "decisions",
    Group.FETCH: "selected",
    Group.SCORE: "fetched",
    Group.AGAIN: "retry",
    Group.BURY: "letters",
    Group.PROJECT_LIFECYCLE: "lifecycle",
    Group.PROJECT_DECISIONS: "decisions",
    Group.PROJECT_OUTCOMES: "outcomes",
}
WRITES_DATABASE = frozenset({Group.BURY, Group.PROJECT_LIFECYCLE, Group.PROJECT_DECISIONS, Group.PROJECT_OUTCOMES})


@dataclass(frozen=True, slots=True)
class Rules:
    """How it is done; each default is how it is done in fact."""

    publish_before_commit: bool = True
    count_facts: bool = True
    """Done channels are those that have an outcome; else each outcome that arrives adds one."""
    score_outranks_skip: bool = True
    outbox: bool = True
    """What a transaction tells others is written in it; else it is published after, or never."""
    lock_first: bool = True
    """A transaction waits for another one on the same analysis; else it sees what was committed when it began."""
    crashes: int = 2


@dataclass(frozen=True, slots=True)
class Database:
    """The row of the analysis and those of its channels, and the outbox."""

    decided: bool = False
    outcomes: tuple[str | None, ...] = (None,) * len(CHANNELS)
    counted: int = 0
    cancelled: bool = False
    completed: bool = False
    outbox: Log = ()

    @property
    def ended(self) -> bool:
        """Whether the owner reads of an end."""
        return self.cancelled or self.completed


@dataclass(frozen=True, slots=True)
class State:
    """Everything there is at one moment."""

    streams: tuple[tuple[str, Log], ...]
    committed: tuple[int, ...] = (0,) * len(Group)
    database: Database = Database()
    snapshots: tuple[Database | None, ...] = (None,) * len(Group)
    """What open transactions see, where none waits for another."""
    mended: bool = False
    asked_to_cancel: bool = False
    crashes: int = 0

    def stream(self, name: str) -> Log:
        """What stands in a stream."""
        return dict(self.streams)[name]

    def told(self, *records: tuple[str, str]) -> "State":
        """With more records, each with its stream."""
        streams = dict(self.streams)
        for name, record in records:
            streams[name] += (record,)
        return replace(self, streams=tuple(streams.items()))


START = State(
    streams=(
        ("decisions", (QUALIFIED,)),
        ("selected", ()),
        ("fetched", ()),
        ("outcomes", ()),
        ("letters", ()),
        ("retry", ()),
        ("lifecycle", ()),
    )
)


@dataclass(frozen=True, slots=True)
class Protocol:
    """What may happen, by `rules`."""

    rules: Rules = Rules()

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        """Everything that may happen next by itself."""
        for index, group in enumerate(Group):
            yield from self._group_steps(state, index, group)
        yield from self._relay_steps(state)

    def _group_steps(self, state: State, index: int, group: Group) -> Iterator[tuple[str, State]]:
        """A record is worked on and committed, or worked on and not committed: nobody sees the moment in between."""
        place, log = state.committed[index], state.stream(READS[group])
        if place == len(log):
            return
        record, can_crash = log[place], state.crashes < self.rules.crashes
        for name, after in self._work(state, index, group, record):
            if after.snapshots[index] is not None:  # its transaction has only begun
                yield name, after
                continue
            yield name, self._committed(after, index)
            if can_crash:
                crashed = replace(after, crashes=state.crashes + 1)
                if self.rules.publish_before_commit or group in WRITES_DATABASE:
                    yield f"{name}, uncommitted", crashed
                else:
                    lost = replace(state, crashes=state.crashes + 1)
                    yield f"{name}, unpublished", self._committed(lost, index)

    def _committed(self, state: State, index: int) -> State:
        return replace(state, committed=_set(state.committed, index, value=state.committed[index] + 1))

    def _work(self, state: State, index: int, group: Group, record: str) -> Iterator[tuple[str, State]]:
        if group in WRITES_DATABASE:
            yield from self._transaction(state, index, group, record)
            return
        for outputs in self._outputs(state, group, record):
            yield f"{group} {record}", state.told(*outputs)

    def _outputs(self, state: State, group: Group, record: str) -> Iterable[list[tuple[str, str]]]:
        """What a record leads to; several ways where it depends on what the group happens to know."""
        match group:
            case Group.EXPAND:
                yield [("selected", channel) for channel in CHANNELS]
            case Group.FETCH:
                yield [("fetched", record)]
                if CANCELLED in state.stream("lifecycle"):
                    yield [("outcomes", f"{record} {STOPPED}")]
            case Group.SCORE | Group.AGAIN:
                failed = record == POISON and not state.mended
                yield [("letters", record)] if failed else [("outcomes", f"{record} {SCORED}")]

    def _transaction(self, state: State, index: int, group: Group, record: str) -> Iterator[tuple[str, State]]:
        if self.rules.lock_first:
            yield f"{group} {record}", self._written(state, group, record, sees=state.database)
        elif state.snapshots[index] is None:
            began = _set(state.snapshots, index, value=state.database)
            yield f"{group} begins {record}", replace(state, snapshots=began)
        else:
            sees = state.snapshots[index] or state.database
            ended = replace(state, snapshots=_set(state.snapshots, index, value=None))
            yield f"{group} {record}", self._written(ended, group, record, sees=sees)

    def _written(self, state: State, group: Group, record: str, *, sees: Database) -> State:
        """The database after a transaction: its own rows merged into what is there, its reaction by what it sees."""
        fact = f"{record} {DEAD}" if group is Group.BURY else record
        tells = [("outcomes", fact)] if group is Group.BURY else []
        database = self._applied(state.database, fact)
        if self._is_complete(self._applied(sees, fact)):
            database = replace(database, completed=True)
            tells.append(("lifecycle", COMPLETED))
        return self._tell(replace(state, database=database), tells)

    def _applied(self, database: Database, fact: str) -> Database:
        match fact.split():
            case ["qualified"]:
                return replace(database, decided=True)
            case ["cancelled"]:
                return replace(database, cancelled=True)
            case ["completed"]:
                return replace(database, completed=True)
            case [channel, outcome]:
                known = CHANNELS.index(channel)
                before = database.outcomes[known]
                wins = not self.rules.score_outranks_skip or _RANK[before] < _RANK[outcome]
                outcomes = _set(database.outcomes, known, value=outcome) if wins else database.outcomes
                return replace(database, outcomes=outcomes, counted=min(database.counted + 1, len(CHANNELS)))
        raise ValueError(fact)

    def _is_complete(self, database: Database) -> bool:
        done = sum(outcome is not None for outcome in database.outcomes)
        enough = (done if self.rules.count_facts else database.counted) >= len(CHANNELS)
        return database.decided and enough and not database.ended

    def _tell(self, state: State, records: list[tuple[str, str]]) -> State:
        if not self.rules.outbox:
            return state.told(*records) if state.crashes == 0 else state
        waiting = tuple(f"{stream}: {record}" for stream, record in records)
        return replace(state, database=replace(state.database, outbox=state.database.outbox + waiting))

    def _relay_steps(self, state: State) -> Iterator[tuple[str, State]]:
        outbox = state.database.outbox
        if not outbox:
            return
        stream, record = outbox[0].split(": ")
        published = state.told((stream, record))
        yield f"relay {record}", replace(published, database=replace(state.database, outbox=outbox[1:]))
        if state.crashes < self.rules.crashes:
            yield f"relay {record}, not forgotten", replace(published, crashes=state.crashes + 1)

    def people(self, state: State) -> Iterator[tuple[str, State]]:
        """What its owner and an operator may do."""
        if not state.asked_to_cancel and not state.database.ended:
            database = replace(state.database, cancelled=True)
            asked = replace(state, database=database, asked_to_cancel=True)
            yield "owner cancels", self._tell(asked, [("lifecycle", CANCELLED)])
        if not state.mended and state.stream("letters"):
            yield "operator mends and sends back", replace(state, mended=True).told(("retry", POISON))


def _set(values: tuple, index: int, *, value: object) -> tuple:
    return (*values[:index], value, *values[index + 1 :])
