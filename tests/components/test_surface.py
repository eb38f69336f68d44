"""The surface in force: the screen, unless a page is being drawn on another."""

import threading

import pytest

from components import surface
from components.paper import Paper
from components.screen import SCREEN


def test_the_screen_is_drawn_on_unless_another_surface_is_in_force() -> None:
    paper = Paper((), "/")
    assert surface.current() is SCREEN
    with surface.drawn_on(paper):
        assert surface.current() is paper
    assert surface.current() is SCREEN


def test_one_surface_within_another_gives_way_to_it_again() -> None:
    outer, inner = Paper((), "/"), Paper((), "/")
    with surface.drawn_on(outer):
        with surface.drawn_on(inner):
            assert surface.current() is inner
        assert surface.current() is outer


def test_a_page_that_fails_leaves_the_screen_in_force() -> None:
    message = "the page fails"
    with pytest.raises(ValueError, match=message), surface.drawn_on(Paper((), "/")):
        raise ValueError(message)
    assert surface.current() is SCREEN


def test_a_page_drawn_for_one_reader_is_not_the_surface_of_another() -> None:
    seen: list[surface.Surface] = []
    with surface.drawn_on(Paper((), "/")):
        thread = threading.Thread(target=lambda: seen.append(surface.current()))
        thread.start()
        thread.join()
    assert seen == [SCREEN]
