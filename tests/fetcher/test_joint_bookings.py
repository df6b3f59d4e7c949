"""Bookings of one moment are one booking, and nobody pays for another's bad luck."""

import asyncio

import pytest
from common.errors import DependencyDown, QuotaExhausted
from common.events import Bucket
from youtube_fetcher.joint_bookings import JointBookings

from tests.fetcher.fakes import RESET


class Till:
    """Has so many units, and remembers what it was asked for."""

    def __init__(self, units: int) -> None:
        self.left = units
        self.asked: list[int] = []

    async def book(self, units: int) -> None:
        self.asked.append(units)
        await asyncio.sleep(0)
        if units > self.left:
            raise QuotaExhausted(Bucket.QUERIES, RESET)
        self.left -= units


async def test_those_who_book_at_the_same_moment_are_booked_in_one_step() -> None:
    till, joint = Till(100), JointBookings()
    await asyncio.gather(*(joint.book("a", 1, till.book) for _ in range(50)), joint.book("b", 2, till.book))
    assert sorted(till.asked) == [2, 50]
    assert till.left == 48


async def test_where_there_is_not_enough_for_all_each_asks_alone_and_nothing_is_left_over() -> None:
    till, joint = Till(3), JointBookings()
    answers = await asyncio.gather(*(joint.book("a", 1, till.book) for _ in range(5)), return_exceptions=True)
    assert sum(answer is None for answer in answers) == 3
    assert sum(isinstance(answer, QuotaExhausted) for answer in answers) == 2
    assert till.left == 0


async def test_who_is_cancelled_takes_nobody_along() -> None:
    till, joint = Till(10), JointBookings()
    first = asyncio.create_task(joint.book("a", 1, till.book))
    others = [asyncio.create_task(joint.book("a", 1, till.book)) for _ in range(2)]
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(*others)
    assert first.cancelled()
    assert till.left == 8


async def test_a_failure_that_concerns_all_is_told_to_each() -> None:
    async def away(_: int) -> None:
        raise DependencyDown("redis", "away")

    joint = JointBookings()
    answers = await asyncio.gather(*(joint.book("a", 1, away) for _ in range(3)), return_exceptions=True)
    assert all(isinstance(answer, DependencyDown) for answer in answers)
    with pytest.raises(DependencyDown):
        await joint.book("a", 1, away)
