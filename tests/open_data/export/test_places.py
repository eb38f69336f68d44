from pathlib import PurePosixPath
from urllib.parse import unquote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from open_data.export.asking import Answer
from open_data.export.places import choice_name, place, relative_link

HTML, JSON, CSV, SVG = "text/html; charset=utf-8", "application/json", "text/csv", "image/svg+xml"


@pytest.mark.parametrize(
    ("address", "media_type", "expected"),
    [
        ("/read", HTML, "read/index.html"),
        ("/read/ward/E05013697", HTML, "read/ward/E05013697/index.html"),
        ("/figure/2026-1.a.b.c.all.all", HTML, "figure/2026-1.a.b.c.all.all/index.html"),
        ("/figure/2026-1.a.b.c.all.all.json", JSON, "figure/2026-1.a.b.c.all.all.json"),
        ("/read/wards/map.svg", SVG, "read/wards/map.svg"),
        ("/read/wards/map.svg?form=phone", SVG, "read/wards/map.phone.svg"),
        ("/api/v1/areas", JSON, "api/v1/areas.json"),
        ("/editions/", JSON, "editions/index.json"),
        ("/api/v1/observations.csv", CSV, "api/v1/observations.csv"),
    ],
)
def test_an_address_without_choices_keeps_its_path(address: str, media_type: str, expected: str) -> None:
    assert place(Answer(address, 200, {"content-type": media_type}, b"")) == expected


def test_a_file_with_choices_has_the_name_that_a_browser_saves_it_by() -> None:
    headers = {"content-type": CSV, "content-disposition": 'attachment; filename="some-rows.csv"'}
    plain, marked = (
        PurePosixPath(place(Answer(f"/api/v1/observations.csv?{query}", 200, headers, b"")))
        for query in ("ward=a", "ward=a&bom=1")
    )
    assert plain.name == marked.name == "some-rows.csv"
    assert plain.parent != marked.parent
    assert plain.parent.parent == PurePosixPath("api/v1")


queries = st.lists(st.tuples(st.text(min_size=1), st.text()), min_size=1, max_size=6).map(urlencode)


@given(queries, queries)
def test_other_choices_have_another_name_that_is_safe_everywhere(one: str, other: str) -> None:
    for name in (choice_name(one), choice_name(other)):
        assert name
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert len(name) < 80
    assert (choice_name(one) == choice_name(other)) == (one == other)


names = st.lists(st.text("ab .é-%", min_size=1).filter(lambda name: name.strip(". ")), min_size=1, max_size=4)


@given(names, names)
def test_a_relative_link_leads_from_the_page_to_the_file(target: list[str], page: list[str]) -> None:
    target = [*target, "file"]
    link = relative_link("/".join(target), "/".join([*page, "page"]))
    here = page
    for step in unquote(link).split("/"):
        here = here[:-1] if step == ".." else [*here, step]
    assert here == target
