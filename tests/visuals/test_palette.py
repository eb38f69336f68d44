"""Colours: contrast by WCAG 2, ramps in order, and no colour that is not the palette's."""

import re
from pathlib import Path

import pytest

from visuals.palette import (
    DARK,
    DIVERGING,
    ETHNIC_GROUPS,
    LIGHT,
    Theme,
    diverging_label_colour,
    ramp_label_colour,
)

ROOT = Path(__file__).parents[2]
TEXT = 4.5
SHAPE = 3.0
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def papers(theme: Theme) -> tuple[str, ...]:
    return theme.bg, theme.surface, theme.panel


def test_the_formula_gives_the_contrasts_that_wcag_states() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@THEMES
@pytest.mark.parametrize("token", ["ink", "muted", "accent", "notice_text"])
def test_words_can_be_read_on_every_paper(theme: Theme, token: str) -> None:
    assert min(contrast(getattr(theme, token), paper) for paper in papers(theme)) >= TEXT


@THEMES
@pytest.mark.parametrize("token", ["edge", "interval"])
def test_edges_and_intervals_can_be_seen_on_every_paper(theme: Theme, token: str) -> None:
    assert min(contrast(getattr(theme, token), paper) for paper in papers(theme)) >= SHAPE


@THEMES
def test_a_notice_can_be_read_on_its_own_ground(theme: Theme) -> None:
    assert contrast(theme.notice_text, theme.notice) >= TEXT


@THEMES
def test_a_label_can_be_read_on_every_class_of_a_map(theme: Theme) -> None:
    for ramp_class, ground in enumerate(theme.map_ramp):
        assert contrast(ramp_label_colour(theme, ramp_class), ground) >= TEXT


def test_a_label_can_be_read_on_every_class_of_the_diverging_ramp() -> None:
    for ramp_class, ground in enumerate(DIVERGING):
        assert contrast(diverging_label_colour(ramp_class), ground) >= TEXT


@THEMES
def test_a_map_ramp_goes_one_way_from_the_paper_to_its_end(theme: Theme) -> None:
    steps = [contrast(colour, theme.bg) for colour in theme.map_ramp]
    assert steps == sorted(steps)
    assert len(set(theme.map_ramp)) == 5


def test_the_diverging_ramp_is_lightest_in_its_middle() -> None:
    shades = [luminance(colour) for colour in DIVERGING]
    assert shades[:3] == sorted(shades[:3])
    assert shades[2:] == sorted(shades[2:], reverse=True)


def test_no_two_ethnic_groups_share_a_colour_or_a_shape() -> None:
    assert len({style.colour for style in ETHNIC_GROUPS.values()}) == len(ETHNIC_GROUPS) == 6
    assert len({style.shape for style in ETHNIC_GROUPS.values()}) == len(ETHNIC_GROUPS)


@pytest.mark.parametrize("code", ETHNIC_GROUPS)
def test_every_ethnic_group_can_be_seen_on_the_page(code: str) -> None:
    colour = ETHNIC_GROUPS[code].colour
    assert min(contrast(colour, paper) for paper in (LIGHT.bg, LIGHT.surface)) >= SHAPE


def test_the_colours_of_ethnic_groups_follow_no_order_of_lightness() -> None:
    shades = [luminance(style.colour) for style in ETHNIC_GROUPS.values()]
    assert shades != sorted(shades)
    assert shades != sorted(shades, reverse=True)


def palette_colours() -> set[str]:
    text = (ROOT / "visuals" / "palette.py").read_text(encoding="utf-8")
    return {colour.upper() for colour in HEX.findall(text)}


@pytest.mark.parametrize(
    "pattern", ["components/*.py", "visuals/charts/*.py", "open_data/assets/*.css", ".streamlit/config.toml"]
)
def test_no_colour_is_used_that_is_not_in_the_palette(pattern: str) -> None:
    files = list(ROOT.glob(pattern))
    assert files
    used = {colour.upper() for file in files for colour in HEX.findall(file.read_text(encoding="utf-8"))}
    assert used - palette_colours() == set()


def test_the_theme_of_streamlit_colours_groups_as_the_palette_does() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    written = re.search(r"chartCategoricalColors = \[(.*)\]", text)
    assert written is not None
    assert HEX.findall(written[1]) == [style.colour for style in ETHNIC_GROUPS.values()]
