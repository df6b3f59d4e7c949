"""Every error reason × every call: what the work does next, what is spent, what is tried again.

`docs/adr/0006-quota-and-cache.md` has the table in words.
"""

from dataclasses import dataclass

import httpx
import pytest
from common.errors import DependencyDown, QuotaExhausted, TransientError
from common.events import Bucket
from pydantic_core import to_json
from youtube_fetcher.pace import Pace
from youtube_fetcher.youtube import calls
from youtube_fetcher.youtube.calls import Call
from youtube_fetcher.youtube.client import Patience, YouTubeClient
from youtube_fetcher.youtube.errors import InvalidRequestError, ItemUnavailableError, refusal_of
from youtube_simulator.api import errors
from youtube_simulator.quota import Bucket as SimulatorBucket

from tests.fetcher.builders import account
from tests.fetcher.fakes import RESET, FakeBooking, FakeSleep, ScriptedYouTube
from tests.shared_data import needs_shared, shared

CALLS = {
    "search.list": calls.search_channels("q", 50),
    "channels.list": calls.channels_by_id(["UC1"]),
    "playlistItems.list": calls.playlist_page("UU1"),
    "videos.batchGetStats": calls.video_stats(["v1"]),
    "videos.list": calls.videos_by_id(["v1"]),
    "channelSections.list": calls.channel_sections("UC1"),
}
ONE_ITEM = {"playlistItems.list", "channelSections.list"}
ATTEMPTS = 5


@dataclass(frozen=True)
class Outcome:
    """What a call raises, how often it is made, whether it slows us down, whether it empties the bucket."""

    raises: type[Exception]
    of_one_item: type[Exception] | None = None
    tries: int = 1
    slows: bool = False
    empties: bool = False


@dataclass(frozen=True)
class Case:
    """A refusal and its outcome."""

    status: int
    body: bytes
    outcome: Outcome


def google(error: errors.ApiError, outcome: Outcome) -> Case:
    return Case(error.code, to_json(error.body()), outcome)


def reason(status: int, name: str, message: str = "") -> errors.ApiError:
    return errors.ApiError(status, name, message)


AGAIN = Outcome(TransientError, tries=ATTEMPTS)
SLOWER = Outcome(TransientError, tries=ATTEMPTS, slows=True)
DAILY = Outcome(QuotaExhausted, empties=True)
KEY = Outcome(DependencyDown)
ITEM = Outcome(ItemUnavailableError)
FORBIDDEN = Outcome(DependencyDown, of_one_item=ItemUnavailableError)
BUG = Outcome(InvalidRequestError)
CASES = {
    "400 keyInvalid": google(errors.key_invalid(), KEY),
    "400 badRequest": google(reason(400, "badRequest"), BUG),
    "400 invalidPageToken": google(errors.invalid_page_token(), ITEM),
    "400 missingRequiredParameter": google(errors.missing_parameter("part"), BUG),
    "400 invalid": google(errors.invalid_argument("what"), BUG),
    "400 invalidFilters": google(errors.invalid_filters(), BUG),
    "400 unknownPart": google(errors.unknown_part("x"), BUG),
    "401 authorizationRequired": google(errors.login_required("mine"), KEY),
    "403 quotaExceeded": google(errors.quota_exceeded(), DAILY),
    "403 dailyLimitExceeded": google(errors.daily_limit_exceeded(), DAILY),
    "403 rateLimitExceeded": google(errors.rate_limited_403("rateLimitExceeded"), SLOWER),
    "403 userRateLimitExceeded": google(errors.rate_limited_403("userRateLimitExceeded"), SLOWER),
    "403 accessNotConfigured": google(errors.access_not_configured(), KEY),
    "403 key missing": google(errors.key_missing(), KEY),
    "403 forbidden": google(errors.forbidden_item(), FORBIDDEN),
    "403 PERMISSION_DENIED": google(errors.permission_denied(), FORBIDDEN),
    "403 without a reason": Case(403, b"<html>", FORBIDDEN),
    "404 playlistNotFound": google(errors.playlist_not_found(), ITEM),
    "404 channelNotFound": google(errors.channel_not_found("youtube.channel"), ITEM),
    "404 videoNotFound": google(errors.video_not_found(), ITEM),
    "404 notFound": google(errors.method_not_found("/x"), BUG),
    "408": Case(408, b"", AGAIN),
    "429 per minute": google(errors.rate_limited_429(SimulatorBucket.QUERIES, per="minute"), SLOWER),
    "429 per day": google(errors.rate_limited_429(SimulatorBucket.SEARCH, per="day"), DAILY),
    "429 without a body": Case(429, b"", SLOWER),
    "500 internalError": google(errors.server_error(500), AGAIN),
    "502 badGateway": Case(502, b"<html>Bad Gateway</html>", AGAIN),
    "503 backendError": google(errors.server_error(503), AGAIN),
    "504 deadlineExceeded": google(errors.server_error(504), AGAIN),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_refusal_is_told_by_its_reason(case: Case, call: Call) -> None:
    youtube, booking, pace = ScriptedYouTube([httpx.Response(case.status, content=case.body)]), FakeBooking(), Pace(50)
    client = YouTubeClient(youtube.http(), booking, pace, patience=Patience(attempts=ATTEMPTS), sleep=FakeSleep())
    expected = case.outcome
    raises = expected.of_one_item if expected.of_one_item and call.method.name in ONE_ITEM else expected.raises
    with pytest.raises(raises) as raised:
        await client.get(call, account())
    assert len(youtube.requests) == expected.tries
    assert booking.booked == [call.method.bucket] * expected.tries, "each try is booked before it is made"
    assert (pace.limit < 50) == expected.slows
    assert booking.emptied == ([call.method.bucket] if expected.empties else [])
    if isinstance(raised.value, QuotaExhausted):
        assert (raised.value.bucket, raised.value.until) == (call.method.bucket, RESET)
    if isinstance(raised.value, DependencyDown):
        assert raised.value.dependency == "youtube_key"


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize(
    "broken",
    [
        httpx.Response(200, content=b'{"items": ['),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"<html>"),
        httpx.Response(200, content=b"[]"),
        httpx.Response(200, content=b'{"items": "none"}'),
        httpx.DecodingError("not gzip"),
        httpx.ConnectError("refused"),
        httpx.ReadError("dropped"),
        httpx.RemoteProtocolError("cut off"),
    ],
    ids=["cut off", "empty", "page", "no object", "no items", "no gzip", "refused", "dropped", "half"],
)
async def test_an_answer_that_breaks_on_the_way_is_asked_for_again(
    broken: httpx.Response | Exception, call: Call
) -> None:
    youtube = ScriptedYouTube([broken, broken, httpx.Response(200, content=b'{"items": []}')])
    client = YouTubeClient(youtube.http(), FakeBooking(), Pace(50), sleep=FakeSleep())
    payer = account()
    assert await client.get(call, payer) == {"items": []}
    assert getattr(payer.spent, call.method.bucket) == 3


@needs_shared
@pytest.mark.parametrize(
    ("fixture", "status", "meaning"),
    [
        ("real_data/api_fixtures_errors/quotaExceeded_403.json", 403, "DAILY_LIMIT"),
        ("real_data/api_fixtures_errors/playlistNotFound_404.json", 404, "ITEM"),
        ("real_data/api_fixtures_python_youtube/error_response.json", 400, "KEY"),
        ("real_data/api_fixtures_python_youtube/error_response_simple.json", 400, "REQUEST"),
        ("real_data/api_fixtures_python_youtube/apidata/error_permission_resp.json", 403, "ITEM"),
    ],
)
def test_recorded_refusals_are_understood(fixture: str, status: int, meaning: str) -> None:
    refusal = refusal_of(calls.PLAYLIST_ITEMS, status, shared(fixture).read_bytes())
    assert refusal.meaning.name == meaning


def test_every_bucket_is_drawn_on_by_some_call() -> None:
    assert {one.method.bucket for one in CALLS.values()} == set(Bucket)
