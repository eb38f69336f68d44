"""Small pieces of HTML: nothing that is text becomes markup."""

import base64
import re
from xml.etree import ElementTree as ET

from components import statuses
from components.markup import anchor, link, picture

SCRIPT = "<script>alert('1')</script>\"&"
ESCAPED = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;"


def test_a_link_escapes_its_words_and_its_address() -> None:
    assert link(SCRIPT, "a?b=1&c=2") == f'<a href="a?b=1&amp;c=2" target="_self">{ESCAPED}</a>'
    assert link("words", SCRIPT) == f'<a href="{ESCAPED}" target="_self">words</a>'


def test_a_link_to_another_site_escapes_its_words_and_its_address() -> None:
    assert anchor(SCRIPT, SCRIPT) == f'<a href="{ESCAPED}" rel="noreferrer">{ESCAPED}</a>'


def test_words_without_an_address_are_no_link() -> None:
    assert anchor(SCRIPT, "") == ESCAPED


def drawing_in(html: str) -> ET.Element:
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', html)
    assert found is not None
    return ET.fromstring(base64.b64decode(found[1]))  # noqa: S314  # the drawing is our own


def test_a_picture_holds_its_whole_drawing_and_escapes_its_words() -> None:
    html = picture('<svg width="4"><rect/></svg>', SCRIPT, css_class="ci-spark", width=4, height=2)
    assert f'alt="{ESCAPED}"' in html
    assert [shape.tag.rpartition("}")[2] for shape in drawing_in(html).iter()] == ["svg", "rect"]
    assert 'width="4" height="2"' in html


def test_each_status_has_a_shape_of_its_own() -> None:
    marks = {status: statuses.mark(status, known=True) for status in statuses.NAMES}
    assert len(set(marks.values())) == len(statuses.NAMES) == 3


def test_a_status_that_is_not_known_looks_unlike_one_that_is() -> None:
    for status in statuses.NAMES:
        assert statuses.mark(status, known=True) != statuses.mark(status, known=False)
        assert 'alt=""' in statuses.mark(status, known=False)
