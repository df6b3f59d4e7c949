import re
import shutil

import pytest
from local_stack import jars
from local_stack.errors import SetupError
from local_stack.paths import default_cache


@pytest.fixture
def locked() -> tuple[jars.Jar, ...]:
    return jars.read_lock(jars.LOCK.read_text())


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


def test_every_jar_is_pinned_by_version_and_hash(locked):
    assert len(locked) == 46
    assert all(re.fullmatch(r"[0-9a-f]{64}", jar.sha256) and re.match(r"\d", jar.version) for jar in locked)
    assert len({jar.file_name for jar in locked}) == len(locked)


def test_the_lock_is_sorted_and_names_each_artifact_once(locked):
    names = [(jar.group, jar.artifact) for jar in locked]
    assert names == sorted(set(names))


@pytest.mark.usefixtures("kafka_bootstrap", "no_network")
def test_jars_that_are_there_and_right_are_not_fetched(locked):
    folder = default_cache() / "jars"
    assert jars.fetch(folder, locked) == tuple(sorted(folder / jar.file_name for jar in locked))


@pytest.mark.usefixtures("kafka_bootstrap", "no_network")
def test_a_jar_that_was_changed_is_not_believed(locked, tmp_path):
    changed = min(locked, key=lambda jar: (default_cache() / "jars" / jar.file_name).stat().st_size)
    shutil.copy(default_cache() / "jars" / changed.file_name, tmp_path)
    with (tmp_path / changed.file_name).open("ab") as jar:
        jar.write(b"more")
    with pytest.raises(SetupError, match=rf"{re.escape(changed.file_name)} cannot be fetched \(is there a network\?\)"):
        jars.fetch(tmp_path, (changed,))
    assert [path.name for path in tmp_path.iterdir()] == [changed.file_name]
