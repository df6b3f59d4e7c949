"""Apache Kafka: one KRaft node, broker and controller in one, on the loopback interface."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from local_stack.kafka_runtime import KafkaRuntime, configure
from local_stack.ports import LOOPBACK
from local_stack.probe import kafka_ready
from local_stack.process_spec import ProcessSpec


@dataclass(frozen=True, kw_only=True)
class Kafka:
    """A broker whose data lie in `folder`.

    Attributes:
        runtime: What `KafkaRuntime.prepare` made.
        folder: Its own, made if missing; a broker that was killed goes on from it.
        port: Where clients find it.
        controller_port: Where it finds itself.
        log: The file for its output.
    """

    runtime: KafkaRuntime
    folder: Path
    port: int
    controller_port: int
    log: Path

    @property
    def bootstrap(self) -> str:
        """`host:port`, as clients take it."""
        return f"{LOOPBACK}:{self.port}"

    async def prepare(self) -> ProcessSpec:
        """Lay out its folder; what data there are stay.

        Returns:
            How to run it.
        """
        configure(self.folder, port=self.port, controller_port=self.controller_port)
        if not (self.folder / "data" / "meta.properties").exists():
            shutil.copytree(self.runtime.storage, self.folder / "data", dirs_exist_ok=True)
        return ProcessSpec(
            name="kafka",
            command=self.runtime.server(),
            cwd=self.folder,
            log=self.log,
            ready=kafka_ready(self.port),
        )
