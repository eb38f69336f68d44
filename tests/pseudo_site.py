"""Run in a process of its own under PORTAL_TEXTS: fetches addresses, runs pages, and writes what they say as JSON."""

import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.testclient import TestClient
from streamlit import config
from streamlit.testing.v1 import AppTest

from app import app
from data_access.page_list import find
from data_access.public_address import public_address

ROOT = Path(__file__).parents[1]


def fetched(addresses: list[str]) -> dict[str, tuple[int, str]]:
    """The status and the text of each address."""
    with TestClient(app, base_url=public_address().url, follow_redirects=False) as client:
        answers = {address: client.get(address) for address in addresses}
    return {address: (answer.status_code, answer.text) for address, answer in answers.items()}


def run(addresses: list[str]) -> dict[str, str]:
    """The HTML and the labels of boxes that the whole app draws on the screen, page after page in one session."""
    config.set_option("client.showErrorDetails", "full")
    # The first page, then each that is asked for: a tested app does not go by its address.
    tested = AppTest.from_file(str(ROOT / "components" / "shell.py"), default_timeout=60).run()
    return {address: _drawn(tested, address) for address in addresses}


def _drawn(tested: AppTest, address: str) -> str:
    page, _, query = address.strip("/").partition("?")
    tested.query_params.clear()
    tested.query_params.update(parse_qsl(query))
    tested.switch_page(str(ROOT / "pages" / find(page).script)).run()
    if tested.exception:
        raise RuntimeError(f"{address}: {tested.exception[0].value}")
    boxes = "".join(f"<p>{box.label}</p>" for box in (*tested.selectbox, *tested.multiselect))
    return boxes + "".join(entry.value for entry in (*tested.html, *tested.markdown))


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    found = {"fetched": fetched(asked["fetched"]), "run": run(asked["run"])}
    Path(sys.argv[2]).write_text(json.dumps(found), encoding="utf-8")
