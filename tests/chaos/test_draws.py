"""A seed draws the same storm again, with as many kills and analyses as were asked for."""

from tests.chaos.orders import orders
from tests.chaos.strikes import Strike, blows

SERVICES = ["gateway", "kafka", "scorer"]


def test_a_seed_draws_the_same_blows_and_another_seed_draws_others():
    assert list(blows(1, 50, SERVICES)) == list(blows(1, 50, SERVICES))
    assert list(blows(1, 50, SERVICES)) != list(blows(2, 50, SERVICES))


def test_there_are_as_many_kills_as_were_asked_for_and_every_kind_of_strike_among_many():
    drawn = list(blows(1, 500, SERVICES))
    assert sum(blow.strike is Strike.KILL for blow in drawn) == 500
    assert {blow.strike for blow in drawn} == set(Strike)
    assert {blow.service for blow in drawn if blow.strike is Strike.KILL} == set(SERVICES)


def test_analyses_are_spread_over_the_whole_storm():
    asked = orders(1, 100, 300, ["a", "b"])
    assert [order.after_blows for order in asked] == sorted(order.after_blows for order in asked)
    assert (asked[0].after_blows, asked[-1].after_blows) == (0, 297)
    assert orders(1, 100, 300, ["a", "b"]) == asked
