"""What pages say of sealed editions: which there are, what changed, and what was corrected lately."""

from datetime import date
from pathlib import Path

import pytest

from data_access.catalogue import load_catalogue
from data_access.edition_list import (
    changes_by_kind,
    changes_csv,
    corrected_lately,
    correction_sentence,
    corrections,
    sealed,
)
from data_access.files import Folders, config_texts
from tests.data_access.editions.sealed_portal import LATER, WRONG_COUNT, correct_second, seal_first, write_portal


@pytest.fixture
def corrected(tmp_path: Path) -> Folders:
    """A portal with a first edition and a second one that corrects one figure of it."""
    folders = write_portal(tmp_path)
    seal_first(folders)
    correct_second(folders)
    return folders


def test_editions_come_newest_first_with_the_one_before(corrected: Folders) -> None:
    second, first = sealed(corrected)
    assert (second.manifest.edition, first.manifest.edition) == ("2026-2", "2026-1")
    assert second.manifest.previous is not None
    assert second.manifest.previous.manifest_sha256 == first.manifest_sha256


def test_a_change_is_counted_and_listed_with_old_and_new(corrected: Folders) -> None:
    assert changes_by_kind("2026-1", "2026-2", corrected) == {"revised": 1}
    header, row, *more = changes_csv("2026-1", "2026-2", corrected).splitlines()
    assert more == []
    told = dict(zip(header.split(","), row.split(","), strict=True))
    assert (told["old_numerator"], told["new_numerator"]) == ("56", "64")


def test_a_correction_is_told_with_both_figures_for_a_year_and_no_longer(corrected: Folders) -> None:
    catalogue = load_catalogue(config_texts(corrected))
    (notice,) = corrections(LATER, corrected)
    told = correction_sentence(notice, catalogue)
    assert told.startswith("Corrected on 24 December 2026: Black, Islington, 31 March 2025, 35.0 to 40.0.")
    assert WRONG_COUNT in told
    assert told.endswith("Edition 2026-1 has the old figure.")
    assert corrected_lately([notice]).startswith("1 figure was corrected in the last year.")
    assert corrected_lately(corrections(date(LATER.year + 1, LATER.month, LATER.day), corrected)) == ""
