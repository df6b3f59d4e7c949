"""Delivery over Kafka: at least once, in order per key, nothing skipped in silence. The rules stand in `runner`."""

from common.delivery.envelope import seal
from common.delivery.handlers import Emit, Handler, Subscription, handles
from common.delivery.kafka import KafkaBus
from common.delivery.memory import MemoryBus, MemoryLog
from common.delivery.policy import Policy
from common.delivery.record import Bus, Hold, Outgoing, Publisher, Reading, Record
from common.delivery.service import Service

__all__ = [
    "Bus",
    "Emit",
    "Handler",
    "Hold",
    "KafkaBus",
    "MemoryBus",
    "MemoryLog",
    "Outgoing",
    "Policy",
    "Publisher",
    "Reading",
    "Record",
    "Service",
    "Subscription",
    "handles",
    "seal",
]
