"""Apache Kafka: KRaft nodes, each broker and controller in one, on the loopback interface."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local_stack.kafka_runtime import KafkaRuntime
from local_stack.kafka_settings import META, configure, copy_storage
from local_stack.ports import LOOPBACK
from local_stack.probe import kafka_coordinates, kafka_ready
from local_stack.process_spec import ProcessSpec


@dataclass(frozen=True, kw_only=True)
class Kafka:
    """A broker whose data lie in `folder`.

    Attributes:
        runtime: What `KafkaRuntime.prepare` made.
        folder: Its own, made if missing; a broker that was killed goes on from it.
        port: Where clients find it.
        controller_ports: Where the nodes find one another, in order of their numbers.
        log: The file for its output.
        node: Its number, from 1.
    """

    runtime: KafkaRuntime
    folder: Path
    port: int
    controller_ports: Sequence[int]
    log: Path
    node: int = 1

    @property
    def bootstrap(self) -> str:
        """`host:port`, as clients take it."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def has_data(self) -> bool:
        """Whether it ran before."""
        return (self.folder / "data" / META).exists()

    async def prepare(self) -> ProcessSpec:
        """Lay out its folder; what data there are stay.

        Returns:
            How to run it.
        """
        configure(self.folder, port=self.port, controller_ports=self.controller_ports, node=self.node)
        if not self.has_data:
            copy_storage(self.runtime.storage, self.folder / "data", node=self.node)
        return ProcessSpec(
            name="kafka",
            command=self.runtime.server(),
            cwd=self.folder,
            log=self.log,
            ready=kafka_ready(self.port),
            well=kafka_coordinates(self.port, self.node),
        )
