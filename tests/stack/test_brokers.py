"""One broker or three: what each is told of the others, and what is not mixed."""

from pathlib import Path

import pytest
from local_stack.data_folder import DataFolder
from local_stack.errors import UsageError
from local_stack.kafka_runtime import KafkaRuntime
from local_stack.kafka_settings import META, configure, copy_storage
from local_stack.layout import Layout
from local_stack.options import UpOptions

RUNTIME = KafkaRuntime(class_path=(), classes=Path("classes"), storage=Path("storage"))


def settings_of(folder: Path) -> dict[str, str]:
    lines = (folder / "server.properties").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines)


def test_each_of_three_brokers_knows_all_and_a_record_counts_when_two_have_it(tmp_path: Path):
    configure(tmp_path, port=5, controller_ports=[11, 12, 13], node=2)
    settings = settings_of(tmp_path)
    assert settings["controller.quorum.voters"] == "1@127.0.0.1:11,2@127.0.0.1:12,3@127.0.0.1:13"
    assert settings["listeners"] == "PLAINTEXT://127.0.0.1:5,CONTROLLER://127.0.0.1:12"
    assert (settings["node.id"], settings["offsets.topic.replication.factor"]) == ("2", "3")
    assert settings["min.insync.replicas"] == "2"


def test_a_copied_storage_is_another_node_of_the_same_cluster(tmp_path: Path):
    formatted = tmp_path / "formatted"
    formatted.mkdir()
    (formatted / META).write_text("cluster.id=c\ndirectory.id=d\nnode.id=1\nversion=1\n")
    copy_storage(formatted, tmp_path / "storage", node=3)
    copied = dict(line.split("=") for line in (tmp_path / "storage" / META).read_text().splitlines())
    assert (copied["cluster.id"], copied["node.id"]) == ("c", "3")
    assert copied["directory.id"] != "d"


def test_data_of_one_broker_are_not_given_to_three(tmp_path: Path):
    (tmp_path / "kafka" / "data").mkdir(parents=True)
    (tmp_path / "kafka" / "data" / META).touch()
    folder = DataFolder(tmp_path)
    assert len(Layout.plan(UpOptions(data=tmp_path), folder, RUNTIME).brokers) == 1
    with pytest.raises(UsageError, match=r"1 broker.*--fresh"):
        Layout.plan(UpOptions(data=tmp_path, brokers=3), folder, RUNTIME)
