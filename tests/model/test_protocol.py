"""Every interleaving of completion, cancel, dead letter, late score and crashes; and what each rule is for."""

from dataclasses import replace

import pytest

from tests.model.checker import BrokenError, Checker, Explored
from tests.model.promises import always, at_the_end
from tests.model.protocol import START, Protocol, Rules

pytestmark = pytest.mark.timeout(300)


def explored(rules: Rules) -> Explored:
    protocol = Protocol(rules)
    return Checker(protocol.steps, protocol.people, always, at_the_end).explore(START)


def test_whatever_happens_the_analysis_ends_as_it_should_and_the_database_says_what_the_log_says():
    seen = explored(Rules(crashes=1))
    assert seen.states > 10_000
    assert seen.ends > 0


@pytest.mark.parametrize(
    ("broken", "damage"),
    [
        ({"publish_before_commit": False}, "it never ends"),
        ({"count_facts": False}, "it is complete with"),
        ({"score_outranks_skip": False}, "the database says what the log does not"),
        ({"outbox": False}, "nobody is told|what the log does not"),
        ({"lock_first": False}, "it never ends"),
    ],
    ids=str,
)
def test_without_one_of_its_rules_there_is_a_way_to_damage(broken, damage):
    with pytest.raises(BrokenError, match=damage):
        explored(replace(Rules(crashes=1), **broken))
