"""Tries of one call: how many, how long, and what the key never shows in."""

import asyncio
import logging

import httpx
import pytest
from common.errors import TransientError
from youtube_fetcher.pace import Pace
from youtube_fetcher.youtube import calls
from youtube_fetcher.youtube.client import Patience, YouTubeClient
from youtube_fetcher.youtube.transport import Http
from youtube_simulator.api import errors

from tests.fetcher.builders import account
from tests.fetcher.fakes import FakeBooking, FakeSleep, ScriptedYouTube

CALL = calls.channels_by_id(["UC1"])
GOOD = httpx.Response(200, content=b'{"items": []}')
BUSY = httpx.Response(503, json=errors.server_error(503).body())


async def test_waits_between_tries_grow_and_are_jittered() -> None:
    sleep = FakeSleep()
    youtube = ScriptedYouTube([BUSY, BUSY, BUSY, GOOD])
    client = YouTubeClient(youtube.http(), FakeBooking(), Pace(1), sleep=sleep, jitter=lambda: 0.5)
    await client.get(CALL, account())
    assert sleep.waits == [0.1, 0.2, 0.4]


async def test_a_call_is_given_up_when_its_budget_leaves_no_time_for_another_try() -> None:
    clock = FakeSleep()
    youtube = ScriptedYouTube([BUSY], during=lambda: clock.waits.append(3))  # what an answer takes
    patience = Patience(attempts=100, budget_seconds=12, first_wait_seconds=1)
    client = YouTubeClient(
        youtube.http(),
        FakeBooking(),
        Pace(1),
        patience=patience,
        jitter=lambda: 0.5,
        sleep=clock,
        monotonic=lambda: sum(clock.waits),
    )
    with pytest.raises(TransientError, match="503"):
        await client.get(CALL, account())
    assert clock.waits == [3, 0.5, 3, 1, 3], "two seconds more, and 12 were over"


async def test_an_answer_that_never_ends_is_given_up() -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    http = Http("http://youtube", "secret", httpx.MockTransport(never))
    patience = Patience(attempts=2, request_seconds=0.02)
    client = YouTubeClient(http, FakeBooking(), Pace(1), patience=patience, sleep=FakeSleep())
    with pytest.raises(TransientError, match=r"no whole answer within 0\.02 s"):
        await client.get(CALL, account())


async def test_a_cancelled_call_gives_its_turn_back() -> None:
    pace, asked = Pace(1), asyncio.Event()

    async def never(_: httpx.Request) -> httpx.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    http = Http("http://youtube", "secret", httpx.MockTransport(never))
    task = asyncio.create_task(YouTubeClient(http, FakeBooking(), pace).get(CALL, account()))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pace.in_flight == 0


async def test_a_call_waits_for_its_turn_before_it_is_booked() -> None:
    pace, booking = Pace(1), FakeBooking()
    client = YouTubeClient(ScriptedYouTube([GOOD]).http(), booking, pace)
    async with pace.turn("another"):
        task = asyncio.create_task(client.get(CALL, account()))
        await asyncio.sleep(0.01)
        assert booking.booked == []
    await task
    assert booking.booked == [CALL.method.bucket]


async def test_the_key_travels_in_a_header_and_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    key = "a-very-secret-key"
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(403, json=errors.server_error(503).body())

    http = Http("http://youtube", key, httpx.MockTransport(answer))
    with caplog.at_level(logging.DEBUG), pytest.raises(Exception) as raised:  # noqa: PT011  whatever it is
        await YouTubeClient(http, FakeBooking(), Pace(1), sleep=FakeSleep()).get(CALL, account())
    assert seen[0].headers["X-Goog-Api-Key"] == key
    assert seen[0].headers["Accept-Encoding"] == "gzip"
    assert key not in str(seen[0].url)
    assert key not in caplog.text
    assert key not in str(raised.value)
