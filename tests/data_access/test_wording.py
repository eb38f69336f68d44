"""Hashes that show whose words they are."""

from hypothesis import given
from hypothesis import strategies as st

from data_access.wording import passage_sha256, run_hashes, tokens


def test_layout_case_and_punctuation_do_not_change_a_passage() -> None:
    assert passage_sha256("One, two\n\nTHREE.") == passage_sha256("one two three")
    assert passage_sha256("one two four") != passage_sha256("one two three")


def test_a_shared_run_is_found_and_a_shorter_one_is_not() -> None:
    strategy = "a b c d e f g h i j"
    assert run_hashes("x B c, d e f g h i. y") & run_hashes(strategy)
    assert not run_hashes("x b c d e f g h y z") & run_hashes(strategy)


@given(st.text(max_size=200))
def test_there_is_a_run_for_every_start(text: str) -> None:
    assert len(run_hashes(text)) <= max(0, len(tokens(text)) - 7)
