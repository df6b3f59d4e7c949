import os

from local_stack import logs


def test_a_log_that_grew_is_cut_while_its_writer_goes_on(tmp_path):
    path = tmp_path / "logs" / "service.log"
    log = logs.open_log(path)
    os.write(log, b"x" * 100)
    logs.bound(path, max_bytes=50)
    os.write(log, b"after")
    os.close(log)
    assert path.read_bytes() == b"after"
    assert path.with_name("service.log.1").read_bytes() == b"x" * 100


def test_a_log_within_its_bound_is_left_alone(tmp_path):
    path = tmp_path / "service.log"
    path.write_bytes(b"few")
    logs.bound(path, max_bytes=50)
    assert path.read_bytes() == b"few"
    assert not path.with_name("service.log.1").exists()


def test_the_cause_is_the_last_line_that_tells_of_an_error(tmp_path):
    path = tmp_path / "service.log"
    path.write_text("started\nFATAL: lock file exists\n  hint: is another server running?\nbye\n")
    assert logs.cause(path) == "FATAL: lock file exists"


def test_the_cause_is_the_last_line_where_none_tells_of_an_error(tmp_path):
    path = tmp_path / "service.log"
    path.write_text("one\ntwo\n\n")
    assert logs.cause(path) == "two"


def test_the_cause_is_not_looked_for_in_what_an_earlier_start_wrote(tmp_path):
    path = tmp_path / "service.log"
    path.write_text("error of before\n")
    assert logs.cause(path, since=path.stat().st_size) == ""


def test_a_log_that_is_missing_tells_nothing(tmp_path):
    assert logs.cause(tmp_path / "none.log") == ""
