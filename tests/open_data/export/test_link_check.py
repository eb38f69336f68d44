from pathlib import Path

from open_data.export.link_check import check_links
from tests.small_portal import write


def test_links_that_lead_somewhere_are_followed_and_counted(tmp_path: Path) -> None:
    write(
        tmp_path / "index.html", '<a href="one/page.html#there"><a href="#here" id="here"><a href="https://a.example/">'
    )
    write(tmp_path / "one" / "page.html", '<p id="there"><img src="../a%20b.svg"><a href="tel:1"><a href="mailto:a@b">')
    write(tmp_path / "a b.svg", "<svg/>")
    write(tmp_path / "style.css", '@font-face { src: url("a%20b.svg") }')
    checked = check_links(tmp_path)
    assert (checked.followed, checked.broken) == (4, [])


def test_each_link_that_leads_nowhere_is_told_with_its_page(tmp_path: Path) -> None:
    links = ("gone.html", "page.html#gone", "/page.html", "page.html?a=1", "../../outside.html", "folder", "#nothing")
    write(tmp_path / "page.html", "".join(f'<a href="{link}">' for link in links))
    write(tmp_path / "folder" / "file.txt", "")
    write(tmp_path.parent.parent / "outside.html", "")
    write(tmp_path / "form.html", '<form action="/send">')
    write(tmp_path / "style.css", 'a { background: url("gone.png") }')
    broken = check_links(tmp_path).broken
    assert len(broken) == len(links) + 2
    assert "page.html links to “gone.html”: there is no such file" in broken
    assert "page.html links to “page.html#gone”: that page has no such anchor" in broken
    assert "page.html links to “/page.html”: no folder can answer that" in broken
    assert "style.css links to “gone.png”: there is no such file" in broken
