"""Two programs on one database: what one reads or posts, the other does not."""

from __future__ import annotations

import asyncio

import pytest

from tests.campaign.pair import shared
from tests.fakes.postgres import NoPostgres, own_database

SOURCES = 40  # more than one program looks at side by side, so that both find work


@pytest.mark.slow
@pytest.mark.postgres
def test_two_programs_share_the_sources_of_one_database(tmp_path):
    """Each article is read once, and its card posted once on each platform."""
    try:
        with own_database() as url:
            found = asyncio.run(shared(tmp_path, url, sources=SOURCES, each=1))
    except NoPostgres as error:
        pytest.skip(str(error))
    assert (found.kept, found.cards) == (SOURCES, (SOURCES, SOURCES))
    assert (found.read_again, found.odd) == (0, 0)
    assert all(found.looked)
