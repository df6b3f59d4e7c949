"""Whatever a handler gives up, somebody's analysis is told: the gateway knows every group there is."""

import importlib
from datetime import UTC, datetime
from uuid import UUID

import pytest
from common.delivery import Handler, Subscription
from common.events import AnalysisFailed, ChannelSkipped
from gateway.domain.letters import Letter, consequence

from tests.contract.builders import largest

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SERVICES = ("youtube_fetcher", "discovery", "scorer")
BESIDE = {"discovery.learn", "scorer.learn", "youtube_fetcher.cancellations"}
"""Nobody waits for what these lead to."""


def subscriptions() -> list[Subscription]:
    """What each service subscribes to, without anything that its handlers need."""
    return [
        Subscription(call=handler, **handler._subscription)
        for service in SERVICES
        for handler in vars(importlib.import_module(f"{service}.handlers")).values()
        if isinstance(handler, Handler)
    ]


LETTERS = [
    (subscription.group, stream, payload)
    for subscription in subscriptions()
    for stream in subscription.streams
    for payload in stream.payloads
    if payload.type_name() in subscription.types
]


@pytest.mark.parametrize(
    ("group", "stream", "payload"), LETTERS, ids=[f"{group}:{payload.__name__}" for group, _, payload in LETTERS]
)
def test_a_letter_of_every_group_ends_what_waits_for_it(group, stream, payload):
    event = largest(payload)
    fact = consequence(Letter(stream.name, group, event.subject, "handler_failed"), NOW)
    if group in BESIDE:
        assert fact is None
        return
    assert isinstance(fact, AnalysisFailed | ChannelSkipped)
    assert fact.analysis_id == UUID(event.subject.partition("/")[0])


def test_a_failure_names_the_stage_that_its_group_works_on():
    def stage(group: str, topic: str) -> str:
        fact = consequence(Letter(topic, group, str(UUID(int=1)), "undecodable"), NOW)
        assert isinstance(fact, AnalysisFailed)
        return fact.stage.value

    assert stage("youtube_fetcher.exclusion", "analysis-lifecycle.v1") == "exclusion"
    assert stage("discovery.build_exclusion_list", "exclusion-videos-fetched.v1") == "topics"
    assert stage("youtube_fetcher.candidates", "exclusion-list-built.v1") == "candidates"
    assert stage("discovery.qualify_channels", "candidate-channels-fetched.v1") == "qualification"
    assert stage("discovery.expand", "channels-qualified.v1") == "channels"
    assert stage("scorer.rescore", "analysis-lifecycle.v1") == "channels"
