import asyncio
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from youtube_simulator.faults import Fault, FaultPlan, Faults, Latency

from tests.simulator.builders import simulating

ERRORS = {
    "429": (429, "rateLimitExceeded"),
    "429_per_day": (429, "rateLimitExceeded"),
    "403_quotaExceeded": (403, "quotaExceeded"),
    "403_dailyLimitExceeded": (403, "dailyLimitExceeded"),
    "403_rateLimitExceeded": (403, "rateLimitExceeded"),
    "403_userRateLimitExceeded": (403, "userRateLimitExceeded"),
    "403_forbidden": (403, "forbidden"),
    "403_accessNotConfigured": (403, "accessNotConfigured"),
    "403_permissionDenied": (403, "forbidden"),
    "400_keyInvalid": (400, "keyInvalid"),
    "400_badRequest": (400, "badRequest"),
    "500": (500, "internalError"),
    "502": (502, "badGateway"),
    "503": (503, "backendError"),
    "504": (504, "deadlineExceeded"),
}
COSTLESS = {name for name in ERRORS if name.startswith("429") or "Limit" in name or "quota" in name} | {
    "403_accessNotConfigured",
    "400_keyInvalid",
}


def plan_of(**faults: object) -> FaultPlan:
    plan = FaultPlan(Latency())
    plan.replace(Faults.model_validate(faults))
    return plan


@pytest.mark.parametrize("fault", ERRORS)
async def test_each_fault_answers_with_its_error_and_costs_what_google_charges(fault):
    async with simulating() as simulator:
        await simulator.set_faults(rates={fault: 1})
        assert await simulator.refusal("channels", part="id", id="x") == ERRORS[fault]
        usage = await simulator.usage()
        assert usage["quota"]["queries"] == (0 if fault in COSTLESS else 1)
        await simulator.set_faults()
        await simulator.answer("channels", part="id", id="x")


async def test_per_minute_and_per_day_differ_in_the_message_alone():
    async with simulating() as simulator:
        await simulator.set_faults(rates={"429": 1})
        minute = (await simulator.call("search", part="id", q="x")).json()["error"]["message"]
        await simulator.set_faults(rates={"429_per_day": 1})
        day = (await simulator.call("search", part="id", q="x")).json()["error"]["message"]
    assert "per minute" in minute
    assert minute.replace("per minute", "per day") == day


async def test_server_errors_are_of_every_kind():
    async with simulating() as simulator:
        await simulator.set_faults(rates={"5xx": 1})
        statuses = {(await simulator.call("channels", part="id", id=f"x{n}")).status_code for n in range(40)}
    assert statuses == {500, 502, 503, 504}


async def test_a_malformed_answer_is_no_answer_of_the_api():
    async with simulating() as simulator:
        await simulator.set_faults(rates={"malformed": 1})
        bodies = {(await simulator.call("channels", part="id", id=f"x{n}")).text for n in range(40)}
        healthy = [body for body in bodies if body.endswith("}") and "channelListResponse" in body]
    assert len(bodies) >= 4
    assert healthy == []


async def test_a_slow_answer_takes_longer_and_is_whole():
    async with simulating() as simulator:
        await simulator.set_faults(rates={"slow": 1}, slow_ms=80)
        started = time.perf_counter()
        await simulator.answer("channels", part="id", id="x")
    assert time.perf_counter() - started >= 0.08


async def test_a_slow_body_is_whole():
    async with simulating() as simulator:
        expected = await simulator.answer("videos", part="snippet", id="one________")
        await simulator.set_faults(rates={"slow_body": 1}, slow_ms=50)
        assert await simulator.answer("videos", part="snippet", id="one________") == expected


async def test_only_the_methods_named_are_hit():
    async with simulating() as simulator:
        await simulator.set_faults(rates={"500": 1}, methods=["videos.list"])
        await simulator.answer("channels", part="id", id="x")
        assert await simulator.refusal("videos", part="id", id="x") == (500, "internalError")


async def test_every_answer_takes_its_latency():
    async with simulating(latency_ms=50) as simulator:
        started = time.perf_counter()
        await simulator.answer("channels", part="id", id="x")
    assert time.perf_counter() - started >= 0.05


async def test_latency_holds_for_many_calls_at_once():
    async with simulating(latency_ms=3_600_000) as simulator:
        async with asyncio.TaskGroup() as group:
            calls = [group.create_task(simulator.call("channels", part="id", id=f"x{n}")) for n in range(60)]
            while simulator.app.state.api.usage.in_flight < 60:  # noqa: ASYNC110  it is the calls that we wait for
                await asyncio.sleep(0.01)
            for call in calls:
                call.cancel()
        assert (await simulator.usage())["max_in_flight"] == 60


async def test_what_is_set_can_be_read_back():
    async with simulating(latency_ms=20) as simulator:
        await simulator.set_faults(seed=4, rates={"drop": 0.1}, latency={"ms": 70, "sigma": 0.3})
        shown = (await simulator.http.get("/simulator/faults")).json()
        assert (shown["seed"], shown["rates"], shown["latency"]["ms"]) == (4, {"drop": 0.1}, 70)
        await simulator.set_faults()
        assert (await simulator.http.get("/simulator/faults")).json()["latency"]["ms"] == 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"rates": {"drop": 1.5}},
        {"rates": {"drop": 0.7, "429": 0.7}},
        {"rates": {"drops": 0.1}},
        {"rats": {}},
        {"latency": {"ms": -1}},
    ],
)
async def test_faults_that_make_no_sense_are_refused_and_change_nothing(wrong):
    async with simulating() as simulator:
        assert (await simulator.http.put("/simulator/faults", json=wrong)).status_code == 422
        await simulator.answer("channels", part="id", id="x")


RATES = {"5xx": 0.10, "429": 0.05, "drop": 0.02, "slow": 0.05}
requests = st.lists(st.sampled_from([f"videos.list?id={n}" for n in range(20)]), max_size=60)


@given(st.integers(0, 2**31), requests, st.randoms(use_true_random=False))
def test_faults_do_not_depend_on_the_order_in_which_calls_arrive(seed, calls, random):
    def fates(order: list[str]) -> Counter[tuple[str, Fault | None, float]]:
        plan = plan_of(seed=seed, rates=RATES, latency={"ms": 50, "sigma": 0.5})
        return Counter((call, *plan.fate("videos.list", call)) for call in order)

    shuffled = list(calls)
    random.shuffle(shuffled)
    assert fates(calls) == fates(shuffled)


def test_a_call_that_failed_may_succeed_when_it_is_made_again():
    plan = plan_of(rates={"500": 0.5})
    assert {plan.fate("videos.list", "videos.list?id=1")[0] for _ in range(30)} == {None, Fault.INTERNAL_ERROR}


def test_another_seed_hits_other_calls():
    def hits(seed: int) -> list[Fault | None]:
        plan = plan_of(seed=seed, rates={"500": 0.5})
        return [plan.fate("videos.list", str(n))[0] for n in range(64)]

    assert hits(1) == hits(1)
    assert hits(1) != hits(2)


def test_rates_come_out_as_set():
    plan = plan_of(seed=1, rates=RATES)
    seen = Counter(plan.fate("videos.list", str(n))[0] for n in range(20_000))
    for fault, rate in RATES.items():
        assert abs(seen[Fault(fault)] / 20_000 - rate) < 0.006


def test_latency_scatters_about_its_median():
    plan = plan_of(latency={"ms": 100, "sigma": 0.5, "max_ms": 400})
    drawn = sorted(plan.fate("videos.list", str(n))[1] for n in range(5_000))
    assert 0.095 < drawn[2_500] < 0.105
    assert 0.17 < drawn[int(5_000 * 0.9)] < 0.21
    assert drawn[-1] <= 0.4
