"""The code lists join up, and a wrong code is told with the nearest right one."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.codelists import read_code_lists
from data_access.errors import Issue
from data_access.files import DEFAULT_FOLDERS, config_texts
from data_access.nearest import nearest
from data_access.records import ALL, CodeLists

TEXTS = config_texts(DEFAULT_FOLDERS)
CODES = read_code_lists(TEXTS, [])
GROUPS = CODES.ethnic_groups


def read_changed(name: str, change: Callable[[str], str]) -> tuple[CodeLists, list[Issue]]:
    path, issues = f"codelists/{name}.csv", list[Issue]()
    changed = change(TEXTS[path])
    assert changed != TEXTS[path]
    return read_code_lists({**TEXTS, path: changed}, issues), issues


def test_the_lists_that_are_kept_are_sound() -> None:
    issues: list[Issue] = []
    read_code_lists(TEXTS, issues)
    assert issues == []


def test_islington_has_17_wards_now_and_had_16_before() -> None:
    wards = [area for area in CODES.areas.values() if area.area_type == "ward"]
    by_vintage = {year: [area.label for area in wards if area.vintage == year] for year in ("2014", "2022")}
    assert [len(by_vintage[year]) for year in ("2014", "2022")] == [16, 17]
    assert {area.parent_code for area in wards} == {"E09000019"}
    assert by_vintage["2022"] == sorted(by_vintage["2022"])


def test_a_ward_that_kept_its_name_did_not_keep_its_code() -> None:
    finsbury_park = [code for code, area in CODES.areas.items() if area.label == "Finsbury Park"]
    assert finsbury_park == ["E05013703", "E05000371"]


def test_groups_come_in_alphabetical_order_with_other_then_not_known_last() -> None:
    labels = [group.label for group in GROUPS.values() if group.classification_code == "eth5"]
    assert labels == ["Asian", "Black", "Mixed", "White", "Other", "Not known"]


def test_a_broad_group_stands_for_itself() -> None:
    broad = [group for group in GROUPS.values() if group.classification_code == "eth5"]
    assert {group.eth5_code for group in broad} == {group.code for group in broad}


def test_chinese_is_asian_in_every_list_that_can_be_mapped() -> None:
    lists = ("eth19", "eth18", "dfe", "dfe-minor", "aps")
    assert {GROUPS[f"{name}-chinese"].eth5_code for name in lists} == {"eth5-asian"}


def test_not_known_is_never_mapped_to_a_known_group() -> None:
    unknown = [group for group in GROUPS.values() if group.is_unknown]
    assert unknown
    assert {group.eth5_code for group in unknown} <= {"", "eth5-unknown"}


@pytest.mark.parametrize("classification_code", ["officer", "stated"])
def test_a_list_that_cannot_be_matched_is_mapped_to_nothing(classification_code: str) -> None:
    groups = [group for group in GROUPS.values() if group.classification_code == classification_code]
    assert groups
    assert {group.eth5_code for group in groups} == {""}


def test_a_spelling_in_a_source_leads_to_a_group_of_the_same_list() -> None:
    assert CODES.aliases[("eth5", "asian or asian british")] == "eth5-asian"
    for (classification_code, _), ethnicity_code in CODES.aliases.items():
        assert GROUPS[ethnicity_code].classification_code == classification_code


def test_periods_come_in_time_order_and_end_after_they_start() -> None:
    periods = list(CODES.periods.values())
    assert periods == sorted(periods, key=lambda period: (period.end, period.start, period.code))
    assert all(period.start <= period.end for period in periods)


def test_no_two_periods_share_their_words_unless_one_is_a_school_year() -> None:
    labels: dict[str, list[str]] = {}
    for code, period in CODES.periods.items():
        labels.setdefault(period.label, []).append(code[:2])
    assert {tuple(sorted(kinds)) for kinds in labels.values() if len(kinds) > 1} <= {("ay", "fy")}


def test_everybody_and_everything_have_a_code_of_their_own() -> None:
    assert GROUPS[ALL].label == "All people"
    assert CODES.categories[ALL].dimension == ""


def test_the_markers_and_flags_are_those_of_the_method() -> None:
    assert set(CODES.markers) == {"", "c", "x", "z"}
    assert set(CODES.flags) == {"b", "e", "p", "r", "u"}


BROKEN = {
    "an unknown list of groups": ("ethnic_groups", "Asian,eth5,", "Asian,eth55,", "classification_code", "eth5"),
    "an unknown broad group": (
        "ethnic_groups",
        "eth5-asian,eth5-asian,1",
        "eth5-asian,eth5-asia,1",
        "eth5_code",
        "eth5-asian",
    ),
    "an unknown parent": ("areas", "Arsenal,ward,2022,E09000019", "Arsenal,ward,2022,E09000091", "parent_code", "E09"),
    "a spelling of nothing": ("ethnicity_aliases", ",eth5,eth5-other", ",eth5,eth5-othr", "ethnicity_code", "other"),
    "a kind of area": ("areas", "Arsenal,ward", "Arsenal,parish", "", "area_type must be one of ward, borough"),
    "a period that ends first": ("periods", "2025-03-31,2025-03-31", "2025-03-31,2025-03-30", "", "before the start"),
    "not a date": ("periods", "2025-03-31,2025-03-31", "2025-03-31,31 March", "", "cannot be read"),
    "neither yes nor no": ("sources", ",yes,", ",maybe,", "", "should be yes or no"),
    "a wrong header": ("flags", "flag_code,", "flag_cod,", "", "did you mean flag_code?"),
    "an order in words": ("strands", "Employer,2", "Employer,second", "", "cannot be read"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_wrong_list_is_named_with_its_mend(name: str) -> None:
    file, before, after, column, mend = BROKEN[name]
    _, issues = read_changed(file, lambda text: text.replace(before, after, 1))
    assert any(
        issue.file == f"config/codelists/{file}.csv" and issue.column == column and mend in str(issue)
        for issue in issues
    ), issues


def test_a_code_listed_twice_is_told_with_its_line() -> None:
    _, (issue,) = read_changed("strands", lambda text: text + "employer,Employer again,4\n")
    assert (issue.row, issue.column) == (len(CODES.strands) + 2, "strand_code")
    assert "“employer” is listed twice" in issue.what


def test_a_missing_list_is_told_and_the_others_are_still_read() -> None:
    issues: list[Issue] = []
    codes = read_code_lists({path: text for path, text in TEXTS.items() if path != "codelists/notes.csv"}, issues)
    assert [str(issue) for issue in issues] == [
        "config/codelists/notes.csv: the file is missing; put it back from the repository"
    ]
    assert codes.areas == CODES.areas


@given(st.sampled_from(sorted(CODES.areas)))
def test_the_nearest_to_a_code_that_exists_is_itself_in_either_case(code: str) -> None:
    folded = [one.lower() for one in CODES.areas]
    assert nearest(code, folded) == nearest(code.lower(), folded) == code.lower()


@given(st.text(max_size=20), st.lists(st.sampled_from(sorted(GROUPS)), max_size=5))
def test_the_nearest_is_always_one_of_the_options_or_nothing(value: str, options: list[str]) -> None:
    assert nearest(value, options) in {None, *options}


@pytest.mark.parametrize(
    ("value", "found"),
    [("eth5-blak", "eth5-black"), ("ETH5-BLACK", "eth5-black"), ("eth19-carribean", "eth19-caribbean"), ("???", None)],
)
def test_a_slip_of_the_pen_finds_the_code_that_was_meant(value: str, found: str | None) -> None:
    assert nearest(value, GROUPS) == found
