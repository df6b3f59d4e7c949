"""A typed Python client comes out of the OpenAPI document by one command, and works."""

import asyncio
import json
import os
import sys
from pathlib import Path

import httpx
import pytest

from tests.gateway.builders import qualified, scored, video
from tests.gateway.running import start, until

GENERATOR = "openapi-python-client==0.29.1"
PROGRAM = """
import json, sys
from outliers import Client
from outliers.api.analyses import list_analyses, start_analysis
from outliers.api.results import read_results
from outliers.models import AnalysisBody, ProblemDocument

client = Client(base_url=sys.argv[1])
started = start_analysis.sync(client=client, body=AnalysisBody(exclusion_channels=["Pixel Panda"], min_score=3.0))
refused = start_analysis.sync(client=client, body=AnalysisBody(exclusion_channels=[], window_days=900))
page = read_results.sync(analysis_id=sys.argv[2], client=client)
print(json.dumps({
    "started": str(started.state.value),
    "refused": refused.errors[0].field,
    "listed": len(list_analyses.sync(client=client).items),
    "results": [item.video_id for item in page.items],
}))
"""


async def run(*command: str, cwd: Path, **environment: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=cwd,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, complaints = await process.communicate()
    return process.returncode or 0, output.decode() + complaints.decode()


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_a_generated_client_starts_lists_and_reads(client: httpx.AsyncClient, gateway, tmp_path):
    uv = Path(sys.executable).with_name("uv")
    (tmp_path / "openapi.json").write_text((await client.get("/openapi.json")).text)
    (tmp_path / "program.py").write_text(PROGRAM)
    told, output = await run(
        str(uv), "tool", "run", "--from", GENERATOR, "openapi-python-client", "generate",
        "--path", "openapi.json", "--meta", "none", "--output-path", "outliers", cwd=tmp_path,
    )  # fmt: skip
    if told and "openapi-python-client" in output and "Generating" not in output:
        pytest.skip(f"the generator could not be fetched: {output[-200:]}")
    assert told == 0, output
    analysis = await start(client)
    gateway.tell(qualified(0, analysis=analysis), scored(0, video("a", 9.0), analysis=analysis))

    async def done():
        return (await client.get(f"/api/v1/analyses/{analysis}")).json()["state"] == "completed"

    await until(done)
    told, output = await run(sys.executable, "program.py", gateway.url, str(analysis), cwd=tmp_path)
    assert told == 0, output
    assert json.loads(output) == {"started": "queued", "refused": "window_days", "listed": 2, "results": ["a"]}
