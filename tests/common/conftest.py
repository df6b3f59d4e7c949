import pytest

from tests.common.buses import KafkaBroker, MemoryBroker, Rig


@pytest.fixture(params=["memory", "kafka"])
async def rig(request: pytest.FixtureRequest) -> Rig:
    """A service's surroundings on each of the two buses in turn."""
    broker = MemoryBroker() if request.param == "memory" else KafkaBroker(request.getfixturevalue("kafka_bootstrap"))
    made = Rig(broker)
    await made.prepare()
    return made
