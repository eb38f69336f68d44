"""Every colour of the portal. No meaning rests on colour alone, so each has a word or a shape beside it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of one appearance: paper, ink, one petrol blue, and ramps for maps."""

    bg: str
    surface: str
    panel: str
    rule: str
    ink: str
    muted: str
    accent: str
    edge: str
    interval: str
    notice_text: str
    notice: str
    map_ramp: tuple[str, str, str, str, str]


@dataclass(frozen=True)
class GroupStyle:
    """How a line of one ethnic group is drawn where several must share a panel."""

    colour: str
    shape: str


LIGHT = Theme(
    bg="#FBFAF7",
    surface="#FFFFFF",
    panel="#F3F0E9",
    rule="#D8D2C4",
    ink="#1A1F24",
    muted="#555C63",
    accent="#0F5266",
    edge="#757B80",
    interval="#5E8C9A",
    notice_text="#6B4200",
    notice="#FBF1DC",
    map_ramp=("#DCE9EC", "#A9CBD3", "#6BA5B3", "#2F7A8C", "#0D4A5B"),
)

DARK = Theme(
    bg="#14181B",
    surface="#1B2024",
    panel="#22282D",
    rule="#3A4248",
    ink="#ECE9E2",
    muted="#AEB4B9",
    accent="#82C7D8",
    edge="#8A9299",
    interval="#4F8795",
    notice_text="#F0C878",
    notice="#33290F",
    map_ramp=("#20363D", "#2C5662", "#35707F", "#6BAEBD", "#B5DEE7"),
)

# Below, about the same as and above the borough; neither end is good or bad.
DIVERGING = ("#8A4B08", "#D9A662", "#EFEBE2", "#7FB0BD", "#0D4A5B")

# The hues follow no order of lightness and no skin tone.
ETHNIC_GROUPS = {
    "eth5-asian": GroupStyle("#995323", "circle"),
    "eth5-black": GroupStyle("#1F528F", "square"),
    "eth5-mixed": GroupStyle("#5F2452", "triangle"),
    "eth5-white": GroupStyle("#2B9D7D", "diamond"),
    "eth5-other": GroupStyle("#A18000", "cross"),
    "eth5-unknown": GroupStyle("#6B7078", "hollow circle"),
}


def ramp_label_colour(theme: Theme, ramp_class: int) -> str:
    """The colour of a label written on a class of the map ramp (0 to 4)."""
    return theme.ink if ramp_class < 3 else theme.bg


def diverging_label_colour(ramp_class: int) -> str:
    """The colour of a label written on a class of the diverging ramp (0 to 4)."""
    return LIGHT.bg if ramp_class in {0, 4} else LIGHT.ink
