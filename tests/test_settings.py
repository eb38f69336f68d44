"""Settings and names of Streamlit that the portal leans on: another version that lacks one is told here."""

import ast
import gc
import importlib
import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit
from starlette.testclient import TestClient
from streamlit import config

from app import app
from data_access.files import DEFAULT_FOLDERS
from open_data.assets import FOLDER, read_assets
from open_data.page_shells import shell_routes
from open_data.security import HostCheck

pytest_plugins = ["tests.open_data.whole_site"]

ROOT = DEFAULT_FOLDERS.root
PACKAGE = Path(streamlit.__file__).parent
TEXT = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
SETTINGS: dict[str, Any] = {
    f"{section}.{key}": value for section, entries in tomllib.loads(TEXT).items() for key, value in entries.items()
}
OPTIONS = config.get_config_options()
MEANT = {
    "browser.gatherUsageStats": False,
    "server.headless": True,
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "server.maxUploadSize": 1,
    "server.corsAllowedOrigins": [],
    "client.toolbarMode": "minimal",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.allowedOrigins": [],
    "runner.magicEnabled": False,
    "runner.postScriptGC": False,
    "theme.base": "light",
}
# Left as Streamlit has them, and the portal is safe only while they stay so.
RELIED_ON = {
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.baseUrlPath": "",
    "global.developmentMode": False,
}
HIDDEN = ("client.allowedOrigins", "runner.postScriptGC")
SOURCES = [ROOT / "app.py", *sorted((ROOT / "components").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]


def streamlit_calls() -> Iterator[tuple[str, str, list[str]]]:
    """(place, name, keywords) of every call of a function of Streamlit's."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("st."):
                keywords = [keyword.arg for keyword in node.keywords if keyword.arg]
                yield f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node.func).removeprefix("st."), keywords


def streamlit_imports() -> Iterator[tuple[str, str]]:
    """(module, name) of everything that is imported from Streamlit."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] == "streamlit":
                yield from ((str(node.module), alias.name) for alias in node.names)


def named(name: str) -> Any:
    found: Any = streamlit
    for part in name.split("."):
        found = getattr(found, part)
    return found


@pytest.mark.parametrize("key", SETTINGS)
def test_a_setting_is_one_that_streamlit_knows(key: str) -> None:
    assert key in OPTIONS
    assert not OPTIONS[key].is_expired()
    assert not OPTIONS[key].deprecated


@pytest.mark.parametrize("key", [key for key in SETTINGS if key != "client.showErrorDetails"])
def test_streamlit_has_taken_the_setting_from_the_file(key: str) -> None:
    assert config.get_option(key) == SETTINGS[key]


@pytest.mark.parametrize("key", MEANT)
def test_a_setting_that_guards_readers_says_what_is_meant(key: str) -> None:
    assert SETTINGS[key] == MEANT[key]


@pytest.mark.parametrize("key", RELIED_ON)
def test_a_setting_left_out_has_the_value_that_the_portal_relies_on(key: str) -> None:
    assert key not in SETTINGS
    assert config.get_option(key) == RELIED_ON[key]


@pytest.mark.parametrize("key", HIDDEN)
def test_a_setting_without_documentation_is_still_read(key: str) -> None:
    readers = [path for path in PACKAGE.rglob("*.py") if f'get_option("{key}")' in path.read_text(encoding="utf-8")]
    assert readers
    assert OPTIONS[key].default_val != SETTINGS[key]


def test_no_site_may_send_orders_to_a_page(site: TestClient) -> None:
    told = site.get("/_stcore/host-config").json()
    assert told["allowedOrigins"] == []
    assert told["enableCustomParentMessages"] is False
    assert told["useExternalAuthToken"] is False
    assert told["metricsUrl"] == ""


def test_what_is_loaded_at_start_is_left_out_of_garbage_collection(site: TestClient) -> None:
    assert site.get("/healthz").status_code == 200
    assert gc.get_freeze_count() > 100_000


def test_the_portals_own_host_check_stands_in_for_streamlits() -> None:
    assert "server.allowedHosts" in OPTIONS
    assert "server.allowedHosts" not in SETTINGS
    assert HostCheck in [entry.cls for entry in app._user_middleware]


def test_the_settings_name_no_other_host() -> None:
    assert not re.search(r"https?://|url\s*=\s*\"//", TEXT)


def test_every_font_of_the_theme_is_a_file_of_the_portal() -> None:
    faces = SETTINGS["theme.fontFaces"]
    assets = read_assets()
    assert all(face["url"].removeprefix("/assets/") in assets for face in faces)
    families = {face["family"] for face in faces}
    assert {SETTINGS["theme.font"].split(",")[0], SETTINGS["theme.headingFont"].split(",")[0]} == families
    assert not any(family[-1].isdigit() for family in families)


def test_the_version_that_was_tried_is_the_one_installed() -> None:
    [pinned] = re.findall(r"^streamlit(?:\[[^\]]*\])?==([\d.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert streamlit.__version__ == pinned


def test_every_name_imported_from_streamlit_exists() -> None:
    found = set(streamlit_imports())
    assert ("streamlit.navigation.page", "StreamlitPage") in found
    for module, name in found:
        assert hasattr(importlib.import_module(module), name), f"{module}.{name}"
        assert not name.startswith("_")


def test_every_function_of_streamlit_takes_what_it_is_given() -> None:
    calls = list(streamlit_calls())
    assert len(calls) > 20
    for place, name, keywords in calls:
        parameters = inspect.signature(named(name)).parameters
        takes_any = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
        assert takes_any or set(keywords) <= set(parameters), f"{place}: st.{name}"
        assert not name.startswith("_"), place


def test_the_app_is_made_with_what_streamlit_takes() -> None:
    parameters = inspect.signature(streamlit.App.__init__).parameters
    for name in ("routes", "middleware", "lifespan", "on_script_error"):
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY


def test_streamlit_says_whether_a_page_is_embedded() -> None:
    assert isinstance(inspect.getattr_static(type(streamlit.context), "is_embedded"), property)


def test_every_address_that_streamlit_reserves_is_left_to_it() -> None:
    from streamlit.web.server.starlette import starlette_app

    pages = shell_routes()[-1]
    for prefix in starlette_app._RESERVED_ROUTE_PREFIXES:
        for path in (prefix, f"{prefix}anything", f"{prefix}anything/more"):
            assert not pages.path_regex.match(path), path
    for path in ("/favicon.png", "/manifest.json", "/explore/_stcore/health", "/a/b/_stcore/agent/mcp"):
        assert not pages.path_regex.match(path), path
    for path in ("/nothing", "/statics", "/static-page", "/favicon.png.html", "/mediaplan"):
        assert pages.path_regex.match(path), path


def test_the_parts_of_a_page_that_the_script_looks_for_are_streamlits() -> None:
    wanted = set(re.findall(r"data-testid=[\"']?(\w+)", (FOLDER / "portal.js").read_text(encoding="utf-8")))
    assert wanted
    scripts = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "static").rglob("*.js"))
    assert {name for name in wanted if name not in scripts} == set()
