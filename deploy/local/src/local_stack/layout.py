"""Where everything of one stack is: ports, folders, addresses. Decided before anything starts, and kept."""

from dataclasses import dataclass

from local_stack import services
from local_stack.data_folder import DataFolder
from local_stack.kafka import Kafka
from local_stack.kafka_runtime import KafkaRuntime
from local_stack.options import ProcessStatus, StackStatus, UpOptions
from local_stack.paths import built_page
from local_stack.ports import claim, free_ports
from local_stack.postgres import Postgres
from local_stack.services import SIMULATOR, Surroundings
from local_stack.valkey import Valkey

_ENGINE_PORTS = ("kafka", "kafka-controller", "postgres", "valkey")


@dataclass(frozen=True)
class Layout:
    """One stack on paper; `plan` makes one."""

    kafka: Kafka
    postgres: Postgres
    valkey: Valkey
    around: Surroundings
    simulated: bool

    @classmethod
    def plan(cls, options: UpOptions, folder: DataFolder, runtime: KafkaRuntime) -> "Layout":
        """Lay a stack out in a folder that was claimed; its ports are those of last time where they are free.

        Raises:
            PortTakenError: The port that was asked for is taken.
        """
        ports = _choose_ports(options, folder)
        data, logs = folder.path, folder.logs
        kafka = Kafka(
            runtime=runtime,
            folder=data / "kafka",
            port=ports["kafka"],
            controller_port=ports["kafka-controller"],
            log=logs / "kafka.log",
        )
        postgres = Postgres(
            folder=data / "postgres",
            port=ports["postgres"],
            log=logs / "postgres.log",
            password=folder.secret("postgres-password"),
        )
        cached = data / "valkey" / services.source_of(options)
        valkey = Valkey(folder=cached, port=ports["valkey"], log=logs / "valkey.log")
        around = Surroundings(
            kafka=kafka.bootstrap,
            database_url=postgres.url,
            redis_url=valkey.url,
            ports=ports,
            logs=logs,
            web=built_page(),
        )
        return cls(kafka, postgres, valkey, around, simulated=options.simulated)

    def status(self, processes: tuple[ProcessStatus, ...]) -> StackStatus:
        """The stack with these processes, as `outlier status` shows it."""
        return StackStatus(
            url=self.around.url("gateway"),
            simulator_url=self.around.url(SIMULATOR) if self.simulated else None,
            kafka=self.around.kafka,
            postgres=self.around.database_url,
            redis=self.around.redis_url,
            processes=processes,
        )


def _choose_ports(options: UpOptions, folder: DataFolder) -> dict[str, int]:
    names = [*_ENGINE_PORTS, *services.instances(options)]
    wanted = folder.read_ports()
    if options.port is not None:
        wanted["gateway"] = claim(options.port)
    ports = dict(zip(names, free_ports(len(names), prefer=[wanted.get(name) for name in names]), strict=True))
    folder.write_ports(ports)
    return ports
