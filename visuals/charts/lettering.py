"""How wide words will be in the portal's face, so that a chart can leave room for them."""

# Advance widths of Atkinson Hyperlegible Next at weight 500, in ems, gathered in steps.
_WIDTHS = {
    **dict.fromkeys(" !'`,.:;|ijl()", 0.28),
    **dict.fromkeys('"[]{}frt-_', 0.36),
    **dict.fromkeys("1I/\\", 0.42),
    **dict.fromkeys("*?7Jacksvxyz", 0.52),
    **dict.fromkeys("#&@0ACDGHKNOQUXw", 0.70),
    **dict.fromkeys("mMW%", 0.90),
}
_OTHER_WIDTH = 0.59


def text_width(text: str, size: float) -> float:
    """About how many pixels one line of text takes."""
    return size * sum(_WIDTHS.get(letter, _OTHER_WIDTH) for letter in text)


def wrap(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than ``width``; a single long word keeps a line to itself."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
