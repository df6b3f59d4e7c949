"""What is asked of Redis at the same moment travels together, and nobody takes anybody else's answer along."""

import asyncio

import pytest
from common.errors import DependencyDown
from redis.exceptions import ResponseError
from youtube_fetcher.parts import open_redis
from youtube_fetcher.redis_line import RedisLine, Script

from tests.engine_room import EngineRoom


async def test_concurrent_commands_get_their_own_answers(redis: RedisLine) -> None:
    await asyncio.gather(*(redis.run("SET", f"key{number}", number) for number in range(1200)))
    found = await asyncio.gather(*(redis.run("GET", f"key{number}") for number in range(1200)))
    assert found == [str(number).encode() for number in range(1200)]


async def test_no_commands_have_no_answers(redis: RedisLine) -> None:
    assert await redis.run_all([]) == []


async def test_a_wrong_command_fails_alone(redis: RedisLine) -> None:
    await redis.run("SET", "text", "value")
    answers = await asyncio.gather(redis.run("HGETALL", "text"), redis.run("GET", "text"), return_exceptions=True)
    assert isinstance(answers[0], ResponseError)
    assert answers[1] == b"value"


async def test_a_wrong_write_takes_no_read_along(redis: RedisLine) -> None:
    answers = await asyncio.gather(
        *(redis.run("GET", key) for key in ("a", "b", "a")), redis.run("INCR", "a", "b"), return_exceptions=True
    )
    assert answers[:3] == [None, None, None]
    assert isinstance(answers[3], ResponseError)


async def test_what_was_posted_is_found_by_what_is_asked_later_and_kept_at_the_end(fresh_redis_url: str) -> None:
    line = open_redis(fresh_redis_url)
    line.post([("SET", "one", 1), ("NO-SUCH-COMMAND",)])
    assert await line.run("GET", "one") == b"1"
    line.post([("SET", "last", 2)])
    await line.close()
    line.post([("SET", "too late", 3)])
    again = open_redis(fresh_redis_url)
    assert await again.run("MGET", "last", "too late") == [b"2", None]
    await again.close()


async def test_an_answer_that_is_not_waited_for_is_no_error(redis: RedisLine) -> None:
    redis.ask("HGETALL")
    assert await redis.run("GET", "key") is None


async def test_who_is_cancelled_leaves_the_line_usable(redis: RedisLine) -> None:
    tasks = [asyncio.create_task(redis.run("SET", f"key{number}", number)) for number in range(100)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert await redis.run("GET", "key1") == b"1"
    assert await redis.run("DBSIZE") >= 50


async def test_a_script_is_sent_once_and_survives_a_restart_of_redis(redis: RedisLine) -> None:
    script = Script(redis, "return {KEYS[1], ARGV[1]}")
    assert await script(["key"], [1]) == [b"key", b"1"]
    await redis.run("SCRIPT", "FLUSH")
    assert await script(["key"], [2]) == [b"key", b"2"]


async def test_redis_that_is_away_is_down_for_everybody_and_back_when_it_is_back(engine_room: EngineRoom) -> None:
    valkey = engine_room.new_valkey()
    line = open_redis(valkey.url)
    with pytest.raises(DependencyDown, match="redis"):
        await line.run("GET", "key")
    process = await asyncio.to_thread(engine_room.start, valkey)
    assert await line.run("SET", "key", "value") in (True, b"OK")
    await asyncio.to_thread(engine_room.kill, process)
    answers = await asyncio.gather(*(line.run("GET", "key") for _ in range(3)), return_exceptions=True)
    assert all(isinstance(answer, DependencyDown) for answer in answers)
    assert not await line.answers()
    await asyncio.to_thread(engine_room.start, valkey)
    assert await line.run("GET", "key") == b"value"
    assert await line.answers()
    await line.close()


async def test_closing_ends_what_waits() -> None:
    line = open_redis("redis://127.0.0.1:1/0")
    waiting = asyncio.create_task(line.run("GET", "key"))
    await asyncio.sleep(0)
    await line.close()
    with pytest.raises((asyncio.CancelledError, DependencyDown)):
        await waiting


async def test_a_line_that_was_given_back_opens_no_connection(fresh_redis_url: str) -> None:
    line = open_redis(fresh_redis_url)
    await line.run("PING")
    await line.close()
    with pytest.raises(DependencyDown, match="given back"):
        await line.run("PING")
