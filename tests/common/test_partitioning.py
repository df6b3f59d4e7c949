"""A key's partition is the one that Kafka's own clients choose: others write to these topics, too."""

import pytest
from aiokafka.partitioner import DefaultPartitioner
from common.delivery.partitioning import hash_of
from hypothesis import given
from hypothesis import strategies as st


@given(st.binary(max_size=200), st.integers(1, 50))
def test_a_key_belongs_where_aiokafka_puts_it(key, partitions):
    numbers = list(range(partitions))
    assert numbers[hash_of(key) % partitions] == DefaultPartitioner()(key, numbers, numbers)


@pytest.mark.parametrize(
    ("key", "signed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_the_number_is_the_one_that_kafkas_own_tests_name(key, signed):
    assert hash_of(key) == signed & 0x7FFFFFFF
