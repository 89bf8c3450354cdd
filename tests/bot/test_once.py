"""Each card exactly once: a few of the schedules that `make campaign` runs by thousands."""

from __future__ import annotations

import pytest

from tests.campaign.broken import LeavesCopies, MarksThenPosts, PostsThenMarks
from tests.campaign.machine import ground_on, run_schedules

A_FEW, ENOUGH = 20, 400


def test_each_card_comes_exactly_once_whatever_breaks(url):
    """Crashes, lost answers, late arrivals, refusals, outages, jumping clocks, two processes."""
    with ground_on(url) as ground:
        run_schedules(ground, A_FEW, 1)
    assert ground.schedules >= A_FEW


@pytest.mark.slow
@pytest.mark.parametrize(
    ("broken", "found"), [(PostsThenMarks, "doubled"), (MarksThenPosts, "lost")]
)
def test_a_broken_delivery_does_not_pass(sqlite_url, broken, found):
    """The schedules find what each wrong order of the steps loses or doubles."""
    with ground_on(sqlite_url) as ground:
        ground.made = broken
        with pytest.raises(AssertionError, match=found):
            run_schedules(ground, ENOUGH, 1, shrink=False)


@pytest.mark.slow
def test_copies_that_are_left_do_not_pass(sqlite_url):
    """The schedules find what lands after its repetition when nobody looks for it."""
    with ground_on(sqlite_url) as ground:
        ground.watches = LeavesCopies
        with pytest.raises(AssertionError, match="doubled"):
            run_schedules(ground, ENOUGH, 1, shrink=False)
