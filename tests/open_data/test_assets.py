"""The portal's own files: what is sent, how long it is kept, and that nothing else is."""

import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from open_data.assets import FOLDER, asset_address, asset_routes, read_assets

pytest_plugins = ["tests.open_data.whole_site"]

ASSETS = read_assets()
PLAIN = {"Accept-Encoding": "identity"}
TYPES = {
    "portal.css": "text/css; charset=utf-8",
    "portal.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "fonts/source-serif-4-latin-600-normal.woff2": "font/woff2",
    "fonts/LICENSE-source-serif-4": "text/plain; charset=utf-8",
}


def test_every_file_of_the_folder_is_served_as_it_is(site: TestClient) -> None:
    files = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}
    assert set(ASSETS) == set(files)
    for name, path in files.items():
        assert site.get(f"/assets/{name}", headers=PLAIN).content == path.read_bytes()


@pytest.mark.parametrize("name", TYPES)
def test_a_file_says_what_it_is_and_is_kept_for_a_week(site: TestClient, name: str) -> None:
    answer = site.get(f"/assets/{name}", headers=PLAIN)
    assert answer.headers["content-type"] == TYPES[name]
    assert answer.headers["cache-control"] == "public, max-age=604800"
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()[:12]}"'


@pytest.mark.parametrize("held", ["{tag}", "W/{tag}", '"old", {tag}', '"old",W/{tag}'])
def test_a_file_the_reader_has_is_not_sent_again(site: TestClient, held: str) -> None:
    tag = site.get("/assets/portal.css", headers=PLAIN).headers["etag"]
    answer = site.get("/assets/portal.css", headers={"If-None-Match": held.format(tag=tag)})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["etag"] == tag
    assert answer.headers["cache-control"] == "public, max-age=604800"


def test_a_compressed_file_the_reader_has_is_not_sent_again(site: TestClient) -> None:
    tag = site.get("/assets/portal.js", headers={"Accept-Encoding": "gzip"}).headers["etag"]
    answer = site.get("/assets/portal.js", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("held", ['"old"', "", 'W/"old", "older"'])
def test_a_file_that_has_changed_is_sent(site: TestClient, held: str) -> None:
    answer = site.get("/assets/portal.css", headers={"If-None-Match": held})
    assert answer.status_code == 200
    assert answer.content == ASSETS["portal.css"].content


@pytest.mark.parametrize(
    "address",
    [
        "/assets/",
        "/assets/fonts",
        "/assets/nothing.css",
        "/assets/../app.py",
        "/assets/..%2f..%2fapp.py",
        "/assets/%2e%2e/security.py",
        "/assets/%2e%2e%2fsecurity.py",
        "/assets/fonts/..%2f..%2fsecurity.py",
        "/assets/..%5csecurity.py",
        "/assets//etc/passwd",
        "/assets/%2fetc%2fpasswd",
        "/assets/portal.css%00.js",
        "/assets/PORTAL.CSS",
    ],
)
def test_nothing_outside_the_folder_is_served(site: TestClient, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code in {400, 404}
    assert "import" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("name", ["../app.py", "..%2fsecurity.py", "%2fetc%2fpasswd", "%2e%2e/security.py"])
def test_the_route_itself_serves_only_what_was_read_at_start(name: str) -> None:
    with TestClient(Starlette(routes=asset_routes(ASSETS))) as testing:
        assert testing.get(f"/assets/{name}").status_code == 404
        assert testing.get("/assets/portal.css").status_code == 200


def test_an_address_changes_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    for name in ("a.css", "fonts/b.woff2"):
        (tmp_path / name).write_text("one")
    before = read_assets(tmp_path)
    (tmp_path / "a.css").write_text("two")
    after = read_assets(tmp_path)
    assert asset_address("a.css", before) != asset_address("a.css", after)
    assert asset_address("fonts/b.woff2", before) == asset_address("fonts/b.woff2", after)
    with pytest.raises(KeyError):
        asset_address("c.css", after)
