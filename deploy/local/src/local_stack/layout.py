"""Where everything of one stack is: ports, folders, addresses. Decided before anything starts, and kept."""

from dataclasses import dataclass
from pathlib import Path

from local_stack import services
from local_stack.data_folder import DataFolder
from local_stack.errors import UsageError
from local_stack.kafka import Kafka
from local_stack.kafka_runtime import KafkaRuntime
from local_stack.kafka_settings import META
from local_stack.options import ProcessStatus, StackStatus, UpOptions
from local_stack.paths import built_page
from local_stack.ports import claim, free_ports
from local_stack.postgres import Postgres
from local_stack.services import SIMULATOR, Surroundings
from local_stack.valkey import Valkey


@dataclass(frozen=True)
class Layout:
    """One stack on paper; `plan` makes one."""

    brokers: tuple[Kafka, ...]
    postgres: Postgres
    valkey: Valkey
    around: Surroundings
    simulated: bool

    @classmethod
    def plan(cls, options: UpOptions, folder: DataFolder, runtime: KafkaRuntime) -> "Layout":
        """Lay a stack out in a folder that was claimed; its ports are those of last time where they are free.

        Raises:
            PortTakenError: The port that was asked for is taken.
            UsageError: The folder's data are of another number of brokers.
        """
        ports = _choose_ports(options, folder)
        data, logs = folder.path, folder.logs
        names = _broker_names(options.brokers)
        brokers = tuple(
            Kafka(
                runtime=runtime,
                folder=data / name,
                port=ports[name],
                controller_ports=[ports[f"{one}-controller"] for one in names],
                log=logs / f"{name}.log",
                node=node,
            )
            for node, name in enumerate(names, 1)
        )
        _check_brokers(data, brokers)
        postgres = Postgres(
            folder=data / "postgres",
            port=ports["postgres"],
            log=logs / "postgres.log",
            password=folder.secret("postgres-password"),
        )
        cached = data / "valkey" / services.source_of(options)
        valkey = Valkey(folder=cached, port=ports["valkey"], log=logs / "valkey.log")
        around = Surroundings(
            kafka=",".join(broker.bootstrap for broker in brokers),
            database_url=postgres.url,
            redis_url=valkey.url,
            ports=ports,
            logs=logs,
            web=built_page(),
        )
        return cls(brokers, postgres, valkey, around, simulated=options.simulated)

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


def _broker_names(brokers: int) -> list[str]:
    return ["kafka", *(f"kafka-{node}" for node in range(2, brokers + 1))]


def _check_brokers(data: Path, brokers: tuple[Kafka, ...]) -> None:
    """Nodes know one another from their first start on, and so does what they keep copies of."""
    before = len(list(data.glob("kafka*/data/" + META)))
    if before not in {0, len(brokers)}:
        raise UsageError(f"the data in {data} are of {before} broker(s): ask for as many, or forget them with --fresh")


def _choose_ports(options: UpOptions, folder: DataFolder) -> dict[str, int]:
    kafka = [port for name in _broker_names(options.brokers) for port in (name, f"{name}-controller")]
    names = [*kafka, "postgres", "valkey", *services.instances(options)]
    wanted = folder.read_ports()
    if options.port is not None:
        wanted["gateway"] = claim(options.port)
    ports = dict(zip(names, free_ports(len(names), prefer=[wanted.get(name) for name in names]), strict=True))
    folder.write_ports(ports)
    return ports
