"""No subscriber anywhere acknowledges before the work is done: FastStream's default does, and loses."""

import ast
from pathlib import Path

from common.delivery import KafkaBus, Reading
from faststream import AckPolicy

ROOT = Path(__file__).parents[2]
SOURCES = [path for top in ("libs", "services", "clients/cli", "deploy") for path in (ROOT / top).rglob("src/**/*.py")]
THE_BUS = ROOT / "libs/common/src/common/delivery/kafka.py"
LOSING = {AckPolicy.ACK_FIRST, AckPolicy.ACK, AckPolicy.REJECT_ON_ERROR}


async def nothing(records):
    return ()


def test_the_bus_subscribes_with_a_policy_that_delivers_again():
    bus = KafkaBus(["127.0.0.1:1"], client_id="test")
    bus.subscribe(Reading(("a.v1", "b.v1"), "test.group", nothing))
    policies = [subscriber.ack_policy for subscriber in bus._broker.subscribers]
    assert policies == [AckPolicy.NACK_ON_ERROR]
    assert not LOSING & set(policies)


def test_nothing_but_the_bus_makes_a_subscriber_or_a_consumer_group():
    assert SOURCES
    makers = {
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in SOURCES
        if path != THE_BUS
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and _may_acknowledge(call)
    }
    assert makers == set()


def _may_acknowledge(call: ast.Call) -> bool:
    if _name(call.func) == "AIOKafkaConsumer":  # without a group it only looks
        return not any(word.arg == "group_id" and ast.unparse(word.value) == "None" for word in call.keywords)
    return _name(call.func) in {"subscriber", "KafkaBroker"}


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
