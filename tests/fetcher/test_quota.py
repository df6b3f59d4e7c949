"""The daily quota on the real Valkey: shared, all or nothing, in lanes and shares, back at midnight in Los Angeles."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from common.errors import DependencyDown, QuotaExhausted, TransientError
from common.events import Bucket, Lane
from common.worldtime import FixedClock
from youtube_fetcher.account import Account
from youtube_fetcher.cancellations import AnalysisIsCancelledError, Cancellations
from youtube_fetcher.parts import open_redis
from youtube_fetcher.quota import BucketState, Quota, QuotaRules
from youtube_fetcher.redis_line import RedisLine

from tests.fetcher.builders import ANALYSIS

SEARCH = Bucket.SEARCH
RULES = QuotaRules({Bucket.SEARCH: 10, Bucket.QUERIES: 1000, Bucket.BATCH_STATS: 1000})
RESET = datetime(2026, 3, 2, 8, tzinfo=UTC)


def analysis(number: int, **changes: object) -> Account:
    return Account("owner", **{"analysis_id": str(UUID(int=number)), **changes})  # type: ignore[arg-type]  # of Account


@pytest.fixture
def quota(redis: RedisLine, clock: FixedClock) -> Quota:
    return Quota(redis, clock, RULES)


async def state(quota: Quota, account: Account, bucket: Bucket = SEARCH) -> BucketState:
    return next(one for one in await quota.state(account) if one.bucket is bucket)


async def spend(quota: Quota, account: Account, units: int) -> None:
    for _ in range(units):
        await quota.take(SEARCH, account)


async def test_an_empty_bucket_refuses_until_midnight_in_los_angeles(quota: Quota) -> None:
    account = analysis(1)
    await spend(quota, account, 10)
    with pytest.raises(QuotaExhausted) as raised:
        await quota.take(SEARCH, account)
    assert (raised.value.bucket, raised.value.until) == (SEARCH, RESET)
    assert account.spent.search == 10, "what was refused is not on the bill"


async def test_after_the_reset_there_is_all_of_it_again(quota: Quota, clock: FixedClock) -> None:
    await spend(quota, analysis(1), 10)
    clock.advance(RESET - clock.now() - timedelta(seconds=1))
    with pytest.raises(QuotaExhausted):
        await quota.take(SEARCH, analysis(1))
    clock.advance(timedelta(seconds=1))
    await spend(quota, analysis(1), 10)


async def test_buckets_do_not_draw_on_one_another(quota: Quota) -> None:
    await spend(quota, analysis(1), 10)
    await quota.take(Bucket.QUERIES, analysis(1))
    assert (await state(quota, analysis(1), Bucket.QUERIES)).used == 1


async def test_processes_together_never_book_more_than_there_is(fresh_redis_url: str, clock: FixedClock) -> None:
    clients = [open_redis(fresh_redis_url) for _ in range(4)]
    quotas = [Quota(client, clock, RULES) for client in clients]

    async def try_to_take(quota: Quota) -> int:
        try:
            await quota.take(SEARCH, analysis(1))
        except QuotaExhausted:
            return 0
        return 1

    assert sum(await asyncio.gather(*(try_to_take(quotas[number % 4]) for number in range(60)))) == 10
    for client in clients:
        await client.close()


async def test_bulk_work_leaves_a_reserve_to_people_who_wait(quota: Quota) -> None:
    bulk = analysis(1, lane=Lane.BULK)
    await spend(quota, bulk, 8)
    with pytest.raises(QuotaExhausted):
        await quota.take(SEARCH, bulk)
    assert (await state(quota, bulk)).remaining == 0
    await spend(quota, analysis(2), 2)


async def test_an_owner_has_no_more_than_a_share(redis: RedisLine, clock: FixedClock) -> None:
    quota = Quota(redis, clock, QuotaRules(RULES.limits, owner_share=0.3))
    await spend(quota, analysis(1), 3)
    with pytest.raises(QuotaExhausted):
        await quota.take(SEARCH, analysis(2))
    with pytest.raises(QuotaExhausted):
        await quota.hold(SEARCH, analysis(2), 1)
    other = Account("somebody else")
    assert (await state(quota, other)).remaining == 3
    await quota.take(SEARCH, other)


async def test_searches_are_held_all_or_nothing(quota: Quota) -> None:
    await spend(quota, analysis(1), 4)
    with pytest.raises(QuotaExhausted):
        await quota.hold(SEARCH, analysis(2), 7)
    assert await quota.hold(SEARCH, analysis(2), 6) == 6
    assert (await state(quota, analysis(3))).held == 6


async def test_what_is_held_is_for_its_analysis_alone(quota: Quota) -> None:
    await quota.hold(SEARCH, analysis(1), 8)
    await spend(quota, analysis(2), 2)
    with pytest.raises(TransientError, match="held"):
        await quota.take(SEARCH, analysis(2))
    with pytest.raises(TransientError, match="held"):
        await quota.hold(SEARCH, analysis(2), 1)
    await spend(quota, analysis(1), 8)
    assert (await state(quota, analysis(1))).used == 10


async def test_what_is_held_and_not_needed_is_free_for_others(quota: Quota) -> None:
    await quota.hold(SEARCH, analysis(1), 8)
    await spend(quota, analysis(1), 2)
    await quota.release(SEARCH, analysis(1))
    await spend(quota, analysis(2), 8)


async def test_the_hold_of_a_process_that_died_runs_out(quota: Quota, clock: FixedClock) -> None:
    await quota.hold(SEARCH, analysis(1), 10)
    clock.advance(timedelta(minutes=11))
    assert (await state(quota, analysis(2))).remaining == 10
    assert await quota.hold(SEARCH, analysis(2), 10) == 10


async def test_a_redelivered_event_holds_once(quota: Quota) -> None:
    await quota.hold(SEARCH, analysis(1), 6)
    await quota.hold(SEARCH, analysis(1), 6)
    assert (await state(quota, analysis(1))).held == 6


async def test_a_hold_with_a_least_takes_what_there_is(quota: Quota) -> None:
    await spend(quota, analysis(1), 5)
    assert await quota.hold(SEARCH, analysis(2), 8, least=2) == 5


async def test_youtube_has_the_last_word_for_every_process(quota: Quota, redis: RedisLine, clock: FixedClock) -> None:
    await quota.take(SEARCH, analysis(1))
    assert await quota.empty(SEARCH) == RESET
    other_process = Quota(redis, clock, RULES)
    with pytest.raises(QuotaExhausted) as raised:
        await other_process.take(SEARCH, analysis(2))
    assert raised.value.until == RESET
    with pytest.raises(QuotaExhausted):
        await other_process.hold(SEARCH, analysis(2), 1)
    seen = await state(other_process, analysis(2))
    assert (seen.remaining, seen.resets_at) == (0, RESET)
    clock.advance(RESET - clock.now())
    await other_process.take(SEARCH, analysis(2))


async def test_right_after_the_reset_youtube_may_still_mean_the_day_before(quota: Quota, clock: FixedClock) -> None:
    clock.advance(RESET - clock.now() + timedelta(minutes=2))
    until = await quota.empty(SEARCH)
    assert until == RESET + timedelta(minutes=12)
    clock.advance(until - clock.now())
    await quota.take(SEARCH, analysis(1))


@pytest.mark.parametrize(
    ("noon", "hours"),
    [(datetime(2026, 3, 8, 20, tzinfo=UTC), 23), (datetime(2026, 11, 1, 20, tzinfo=UTC), 25)],
    ids=["spring forward", "fall back"],
)
async def test_a_day_of_another_length_has_one_quota(redis: RedisLine, noon: datetime, hours: int) -> None:
    clock = FixedClock(noon)
    quota = Quota(redis, clock, RULES)
    end = (await state(quota, analysis(1))).resets_at
    clock.advance(end - timedelta(hours=hours) - noon)
    await spend(quota, analysis(1), 10)
    clock.advance(timedelta(hours=hours, seconds=-1))
    with pytest.raises(QuotaExhausted):
        await quota.take(SEARCH, analysis(1))
    clock.advance(timedelta(seconds=1))
    await quota.take(SEARCH, analysis(1))


async def test_a_cancelled_analysis_spends_no_more(quota: Quota, redis: RedisLine) -> None:
    account = Account("owner", analysis_id=str(ANALYSIS))
    await quota.take(SEARCH, account)
    await Cancellations(redis).add(ANALYSIS)
    with pytest.raises(AnalysisIsCancelledError):
        await quota.take(SEARCH, account)
    with pytest.raises(AnalysisIsCancelledError):
        await quota.hold(SEARCH, account, 1)
    with pytest.raises(AnalysisIsCancelledError):
        await Cancellations(redis).check(ANALYSIS)
    await quota.take(SEARCH, analysis(2))


async def test_a_wiped_redis_forgets_what_was_spent_and_nothing_else_goes_wrong(quota: Quota, redis: RedisLine) -> None:
    await spend(quota, analysis(1), 10)
    await redis.run("FLUSHDB")
    await quota.take(SEARCH, analysis(1))
    assert (await state(quota, analysis(1))).used == 1


async def test_without_redis_nothing_is_spent(clock: FixedClock) -> None:
    away = open_redis("redis://127.0.0.1:1/0")
    account = analysis(1)
    with pytest.raises(DependencyDown, match="redis"):
        await Quota(away, clock, RULES).take(SEARCH, account)
    assert account.spent.search == 0
    await away.close()


async def test_counts_of_past_days_do_not_stay_for_ever(quota: Quota, redis: RedisLine) -> None:
    await quota.hold(SEARCH, analysis(1), 1)
    await quota.take(SEARCH, analysis(1))
    await quota.empty(Bucket.QUERIES)
    keys = await redis.run("KEYS", "quota:*")
    assert len(keys) == 3
    assert all([0 < await redis.run("TTL", key) <= 3 * 86_400 for key in keys])
