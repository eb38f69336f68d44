"""What pages say of sealed editions: which there are, what changed, and what was corrected lately."""

from datetime import date
from pathlib import Path

import pytest

from data_access.catalogue import load_catalogue
from data_access.edition_list import changes_by_kind, changes_csv, corrected_lately, correction_sentences, sealed
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


def test_a_correction_is_told_for_a_year_and_no_longer(corrected: Folders) -> None:
    catalogue = load_catalogue(config_texts(corrected))
    (sentence,) = correction_sentences(catalogue, "looked-after", LATER, corrected)
    assert WRONG_COUNT in sentence
    assert "The figure before is in edition 2026-1." in sentence
    assert correction_sentences(catalogue, "offences", LATER, corrected) == []
    assert corrected_lately(LATER, corrected).startswith("1 figure was corrected in the last year.")
    assert corrected_lately(date(LATER.year + 1, LATER.month, LATER.day), corrected) == ""
