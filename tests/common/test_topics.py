"""The program creates the topics of the catalogue with the catalogue's settings."""

from uuid import uuid4

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from common.delivery import KafkaBus, Outgoing
from common.streams import BATCH_BYTES, CHANNEL_VIDEOS_FETCHED, KIB, all_topics
from common.topics import create_topics, settings_of


async def test_topics_are_created_once_with_their_settings(kafka_bootstrap: str):
    await create_topics([kafka_bootstrap])
    assert await create_topics([kafka_bootstrap]) == [], "a second time there is nothing to create"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    try:
        for stream in all_topics():
            (answer,) = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, stream.name)])
            found = {entry[0]: entry[1] for entry in answer.resources[0][4]}
            wanted = settings_of(stream, min_insync=1)
            assert {name: found[name] for name in wanted} == wanted, stream.name
        described = await admin.describe_topics([CHANNEL_VIDEOS_FETCHED.name])
        assert len(described[0]["partitions"]) == CHANNEL_VIDEOS_FETCHED.partitions
    finally:
        await admin.close()


async def test_the_topic_of_the_smallest_records_takes_a_full_batch_of_them(kafka_bootstrap: str):
    smallest = min(all_topics(), key=lambda stream: stream.max_bytes)
    assert smallest.max_bytes < BATCH_BYTES
    name = f"batches-{uuid4().hex}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    settings = settings_of(smallest, min_insync=1)
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1, topic_configs=settings)])
    await admin.close()
    bus = KafkaBus([kafka_bootstrap], client_id="test")
    await bus.start()
    await bus.publish(*[Outgoing(name, b"key", bytes(KIB))] * (2 * BATCH_BYTES // KIB))
    await bus.stop()


def test_nothing_from_youtube_is_kept_longer_than_its_terms_allow():
    for stream in all_topics():
        settings = settings_of(stream, min_insync=1)
        # A segment is deleted as a whole: its oldest record may be as old as retention and one segment together.
        assert int(settings["retention.ms"]) + int(settings["segment.ms"]) < 30 * 86_400_000, stream.name
