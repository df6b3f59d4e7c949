"""What a broker's configuration says: of a node alone, or of one of several that keep copies for one another."""

import re
import shutil
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path

from local_stack.ports import LOOPBACK

META = "meta.properties"
"""In a storage: whose it is."""

_LOGGING = """\
status=error
appender.c.type=Console
appender.c.name=C
appender.c.layout.type=PatternLayout
appender.c.layout.pattern=%d %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.c.ref=C
"""

# Sized for a laptop; the session times let a broker that was killed come back in 3 s instead of 12 (its old
# registration must expire first). Paths are relative to the working folder: not all that a path may hold may stand in
# a properties file.
_SERVER = """\
process.roles=broker,controller
node.id={node}
controller.quorum.voters={voters}
listeners=PLAINTEXT://{host}:{port},CONTROLLER://{host}:{controller_port}
controller.listener.names=CONTROLLER
log.dirs=data
num.partitions=4
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor={copies}
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor={copies}
transaction.state.log.min.isr={min_insync}
min.insync.replicas={min_insync}
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms={session_ms}
broker.heartbeat.interval.ms={heartbeat_ms}
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=8388608
log.segment.bytes=67108864
log.index.size.max.bytes=1048576
"""


def min_insync(brokers: int) -> int:
    """How many of so many copies must have a record before it counts as written: one may be away.

    >>> min_insync(1), min_insync(3)
    (1, 2)
    """
    return max(1, brokers - 1)


def configure(folder: Path, *, port: int, controller_ports: Sequence[int], node: int = 1) -> None:
    """Write a broker's configuration into its folder, over an older one.

    Args:
        folder: Its own.
        port: Where clients find it.
        controller_ports: Of every node, in order of their numbers.
        node: Its number, from 1.
    """
    alone = len(controller_ports) == 1
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    (folder / "log4j2.properties").write_text(_LOGGING)
    settings = _SERVER.format(
        host=LOOPBACK,
        node=node,
        voters=",".join(f"{number}@{LOOPBACK}:{at}" for number, at in enumerate(controller_ports, 1)),
        port=port,
        controller_port=controller_ports[node - 1],
        copies=len(controller_ports),
        min_insync=min_insync(len(controller_ports)),
        # Several nodes on few cores answer one another late: who is thought gone too soon only moves the load.
        session_ms=1500 if alone else 3000,
        heartbeat_ms=250 if alone else 500,
    )
    (folder / "server.properties").write_text(settings)


def copy_storage(formatted: Path, storage: Path, *, node: int) -> None:
    """Lay a node's storage out as a copy of node 1's; what says that it is there is written last."""
    shutil.copytree(formatted, storage, ignore=shutil.ignore_patterns(META), dirs_exist_ok=True)
    own = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
    text = re.sub(r"(?m)^node\.id=.*$", f"node.id={node}", (formatted / META).read_text())
    (storage / META).write_text(re.sub(r"(?m)^directory\.id=.*$", f"directory.id={own}", text))
