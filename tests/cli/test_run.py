"""`outlier run` and `outlier up` where they cannot begin: one line, nothing left running."""

import socket

from tests.cli.conftest import Run


def test_on_the_real_youtube_somebody_must_be_named(outlier: Run):
    done = outlier("run", "--once", YOUTUBE_API_KEY="a-key")

    assert done.returncode == 2
    assert 'EXCLUDE="Name A,Name B"' in done.stderr


def test_in_a_world_of_ones_own_somebody_must_be_named(outlier: Run, tmp_path):
    (tmp_path / "world.json").write_text("{}")

    assert outlier("run", "--once", "--world", "world.json").returncode == 2


def test_a_taken_port_is_one_line(outlier: Run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = outlier("up", "--port", str(port), "--data", "stack")

    assert done.returncode == 1
    assert str(port) in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_scale_that_names_no_service_is_wrong_usage(outlier: Run):
    done = outlier("up", "--scale", "printer=3")

    assert done.returncode == 2
    assert "youtube_fetcher, discovery, scorer, gateway" in done.stderr.replace("\n", " ")


def test_down_where_nothing_runs_says_so(outlier: Run):
    done = outlier("down", "--data", "nowhere")

    assert done.returncode == 0
    assert done.stdout == "Nothing runs on nowhere.\n"
