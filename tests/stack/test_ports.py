import socket

import pytest
from local_stack.errors import PortTakenError
from local_stack.ports import LOOPBACK, claim, free_ports


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_ports_are_distinct_and_none_that_the_system_lends_to_outgoing_connections():
    ports = free_ports(50)
    assert len(set(ports)) == 50
    assert max(ports) < 32_768


def test_a_port_of_last_time_is_taken_again_where_it_is_free(taken: int):
    mine, *_ = free_ports(1)
    again = free_ports(3, prefer=[mine, taken])
    assert again[0] == mine
    assert taken not in again


def test_one_port_is_not_given_twice():
    port, *_ = free_ports(1)
    assert len(set(free_ports(2, prefer=[port, port]))) == 2


def test_a_taken_port_is_refused_with_what_to_do(taken: int):
    with pytest.raises(PortTakenError, match=rf"port {taken} is taken: choose another with --port"):
        claim(taken)
