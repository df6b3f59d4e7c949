"""Creates the topics that the catalogue names, with its settings: before any service starts, safe to repeat.

`python -m common.topics --bootstrap HOST:PORT[,HOST:PORT…]`
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from common.errors import DependencyDown
from common.streams import BATCH_BYTES, SEGMENT, Stream, WaitingStream, all_topics

ALREADY_EXISTS = 36
RECORD_OVERHEAD_BYTES = 16 * 1024
"""Key, headers and framing, which the broker counts too."""


def settings_of(stream: Stream | WaitingStream, *, min_insync: int) -> dict[str, str]:
    """A topic's settings, complete: Kafka resets what an alteration does not name."""
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(int(stream.retention.total_seconds() * 1000)),
        "segment.ms": str(int(min(SEGMENT, stream.retention).total_seconds() * 1000)),
        # Kafka's limit is one of batches; that of each record is kept where it is sealed.
        "max.message.bytes": str(max(stream.max_bytes, BATCH_BYTES) + RECORD_OVERHEAD_BYTES),
        "min.insync.replicas": str(min_insync),
    }


async def create_topics(bootstrap: Sequence[str], *, replication: int = 1, min_insync: int = 1) -> list[str]:
    """Create what is missing, set the settings of what is there.

    Returns:
        The names of those created now.

    Raises:
        DependencyDown: No broker answers, or it refuses.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=list(bootstrap), client_id="outlier-topics")
    wanted = {stream.name: stream for stream in all_topics()}
    try:
        await admin.start()
        answer = await admin.create_topics(
            [
                NewTopic(
                    name,
                    num_partitions=stream.partitions,
                    replication_factor=replication,
                    topic_configs=settings_of(stream, min_insync=min_insync),
                )
                for name, stream in wanted.items()
            ]
        )
        codes = {name: (code, message) for name, code, message in answer.topic_errors}
        refused = {name: told for name, told in codes.items() if told[0] not in {0, ALREADY_EXISTS}}
        if refused:
            name, (code, message) = next(iter(refused.items()))
            raise DependencyDown("kafka", f"cannot create topic {name}: {message or code}")
        there = [name for name, (code, _) in codes.items() if code == ALREADY_EXISTS]
        if there:
            await admin.alter_configs(
                [
                    ConfigResource(
                        ConfigResourceType.TOPIC, name, configs=settings_of(wanted[name], min_insync=min_insync)
                    )
                    for name in there
                ]
            )
        return sorted(set(wanted) - set(there))
    except KafkaError as error:
        raise DependencyDown("kafka", f"{', '.join(bootstrap)}: {error}") from error
    finally:
        await admin.close()


def main() -> int:
    """Create the topics; one line a topic made."""
    parser = argparse.ArgumentParser(prog="python -m common.topics", description="Create the topics of the catalogue.")
    parser.add_argument("--bootstrap", required=True, help="brokers as host:port, separated by commas")
    parser.add_argument("--replication", type=int, default=1, help="copies of each partition (default 1)")
    parser.add_argument("--min-insync", type=int, default=1, help="copies that must have a record (default 1)")
    options = parser.parse_args()
    try:
        created = asyncio.run(
            create_topics(options.bootstrap.split(","), replication=options.replication, min_insync=options.min_insync)
        )
    except DependencyDown as down:
        sys.stderr.write(f"topics not created: {down}\n")
        return 1
    sys.stdout.write("".join(f"created {name}\n" for name in created) or "all topics are there\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
