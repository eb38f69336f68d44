"""What changed in May 2022: which wards are close, which series may cross, and the words for both."""

from itertools import groupby

import pytest

from data_access.boundaries import CLOSE_RULE, banner, close_wards, crossing, lookup, what_changed
from data_access.files import DEFAULT_FOLDERS
from tests.data_access.boundaries.ward_rows import wards_of

OVERLAPS = lookup(DEFAULT_FOLDERS)
CLOSE = {"Canonbury", "Clerkenwell", "Junction", "Mildmay", "Tufnell Park"}


def test_the_lookup_covers_every_ward_of_both_vintages() -> None:
    assert {overlap.code_2014 for overlap in OVERLAPS} == {ward.code for ward in wards_of("2014").wards}
    assert {overlap.code_2022 for overlap in OVERLAPS} == {ward.code for ward in wards_of("2022").wards}


@pytest.mark.parametrize("vintage", ["2014", "2022"])
def test_the_parts_of_a_ward_add_up_to_the_whole_but_for_slivers(vintage: str) -> None:
    ordered = sorted(OVERLAPS, key=lambda overlap: getattr(overlap, f"code_{vintage}"))
    for _, parts in groupby(ordered, key=lambda overlap: getattr(overlap, f"code_{vintage}")):
        own = list(parts)
        for kind in ("area", "residents"):
            assert 0.98 < sum(getattr(overlap, f"share_of_{vintage}_{kind}") for overlap in own) < 1.002


def test_a_ward_is_close_to_one_other_at_most_and_five_are() -> None:
    close = close_wards(OVERLAPS)
    assert len(set(close.values())) == len(close)
    assert {ward.name for ward in wards_of("2022").wards if ward.code in close.values()} == CLOSE
    assert close["E05000378"] == "E05013713"


def test_a_series_of_a_close_ward_crosses_may_2022_and_says_so() -> None:
    joined = crossing(OVERLAPS, "E05013713")
    assert joined.allowed
    assert joined.codes == ("E05000378", "E05013713")
    assert joined.words.startswith(
        "St George's (until May 2022) and Tufnell Park (since): the boundary changed a little"
    )
    assert "at least 98%" in joined.words
    assert crossing(OVERLAPS, "E05000378") == joined


def test_a_series_of_any_other_ward_is_refused_with_the_rule() -> None:
    for vintage in ("2014", "2022"):
        close = set(close_wards(OVERLAPS)) | set(close_wards(OVERLAPS).values())
        for ward in wards_of(vintage).wards:
            found = crossing(OVERLAPS, ward.code)
            assert found.allowed == (ward.code in close)
            if not found.allowed:
                assert found.codes == (ward.code,)
                assert found.words.startswith(f"Figures for {ward.name} before and after May 2022 are for different")
                assert found.words.endswith(CLOSE_RULE)


def test_wards_of_one_name_are_not_close_for_their_name() -> None:
    assert not crossing(OVERLAPS, "E05013699").allowed
    assert "Bunhill" in crossing(OVERLAPS, "E05013699").words


def test_a_code_that_is_no_ward_is_refused() -> None:
    with pytest.raises(ValueError, match="no ward of 2014 or 2022"):
        crossing(OVERLAPS, "E09000019")


def test_every_ward_of_2022_says_what_it_was_made_from() -> None:
    told = what_changed(OVERLAPS)
    assert list(told) == [ward.code for ward in wards_of("2022").wards]
    assert told["E05013708"] == (
        "The land of Laycock was, before May 2022, in St Mary's (52%), Holloway (26%) and Caledonian (22%); "
        "52% of the old St Mary's is in it."
    )
    assert told["E05013701"] == "Canonbury is close to the ward of 2014."
    assert told["E05013713"] == "Tufnell Park is close to the ward of 2014, then called St George's."


def test_a_map_of_old_wards_has_a_banner_and_one_of_todays_has_none() -> None:
    assert "until May 2022" in banner("2014")
    assert banner("2022") == ""
