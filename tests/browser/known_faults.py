"""The faults of the framework that our code cannot cure: each is named in the accessibility statement."""

from dataclasses import dataclass

BOX_OPEN = "a box open"


@dataclass(frozen=True)
class Fault:
    """One fault that remains.

    ``why`` says why it is not cured here, ``told`` is the entry of the statement with the way round it. ``rule`` is
    axe's, ``where`` a part of the markup that it reports and ``state`` when; all are empty for what axe cannot see.
    """

    why: str
    told: str
    rule: str = ""
    where: str = ""
    state: str = ""


FAULTS: tuple[Fault, ...] = (
    Fault(
        why="Vega draws marks without a tab stop, and deck.gl draws on a canvas.",
        told="Charts and maps cannot be explored with a keyboard. The table or list beside each one has the same "
        "figures.",
    ),
    Fault(
        rule="aria-hidden-focus",
        where='aria-hidden="true"',
        state=BOX_OPEN,
        why="React Aria, which draws Streamlit's boxes, hides the rest of the page while a list is open, and hangs the "
        "list on the body.",
        told="While a list of choices is open, a screen reader is kept from the rest of the page. The Escape key "
        "closes the list. The pages under /read have plain boxes instead.",
    ),
    Fault(
        why="React Aria gives a stop and a name to each choice that is picked, but no role.",
        told="Where a box takes several choices, a screen reader may not say what a picked one is for. The Backspace "
        "key takes it out.",
    ),
    Fault(
        why="Streamlit gives one main element, and a page draws inside it alone.",
        told="The name at the head and the links at the foot lie inside the main part of the page. On the pages under "
        "/read they stand outside it.",
    ),
    Fault(
        why="Streamlit draws a page through a script.",
        told="The choices that change as you pick need JavaScript. The pages under /read do not.",
    ),
)
