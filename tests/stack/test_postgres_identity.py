"""PostgreSQL under root where the system refuses user namespaces: as `nobody`, from a copy."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncpg
import pytest
from local_stack import postgres_identity
from local_stack.errors import SetupError
from local_stack.process_spec import Account

from tests.engine_room import EngineRoom

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")

NOBODY = Account(uid=65534, gid=65534)


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody can reach, as tests' own folders are not."""
    folder = Path(tempfile.mkdtemp(dir="/var/tmp", prefix="outlier-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


async def test_it_runs_as_nobody_from_a_copy(engine_room: EngineRoom, shared: Path):
    postgres = engine_room.new_postgres()
    postgres = replace(postgres, identity=postgres_identity.as_nobody(postgres.folder, NOBODY, shared=shared))
    process = engine_room.start(postgres)
    assert Path(f"/proc/{process.pid}").stat().st_uid == NOBODY.uid  # noqa: ASYNC240 - a moment
    connection = await asyncpg.connect(postgres.url)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()
    engine_room.stop(process)


def test_a_copy_that_others_could_have_changed_is_not_run(tmp_path: Path, shared: Path):
    shared.chmod(0o777)
    with pytest.raises(SetupError, match="is not root's own"):
        postgres_identity.as_nobody(tmp_path, NOBODY, shared=shared)


def test_a_copy_that_belongs_to_someone_else_is_not_run(tmp_path: Path, shared: Path):
    os.chown(shared, NOBODY.uid, NOBODY.gid)
    with pytest.raises(SetupError, match="is not root's own"):
        postgres_identity.as_nobody(tmp_path, NOBODY, shared=shared)
