"""While a change takes longer than a moment, the page says so, once and in words."""

from collections.abc import Callable

from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from .visits import choose, told, visit

NOTE = "#ci-updating[role=status]"
MOMENT_MS = 500


class Line:
    """The connection to the server, which can be held from the first part of a page that is drawn anew."""

    def __init__(self) -> None:
        self.is_held, self.held = False, list[str | bytes]()
        self._send: Callable[[str | bytes], None] = self.held.append

    def connect(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(server.send)
        self._send = route.send
        server.on_message(self._pass)

    def _pass(self, message: str | bytes) -> None:
        if self.held or (self.is_held and _is_a_part(message)):
            self.held.append(message)
        else:
            self._send(message)

    def release(self) -> None:
        self.is_held, waiting = False, self.held
        self.held = []
        for message in waiting:
            self._send(message)


def _is_a_part(message: str | bytes) -> bool:
    assert isinstance(message, bytes)
    return ForwardMsg.FromString(message).WhichOneof("type") == "delta"


def test_a_slow_change_is_told_until_the_page_is_whole(page: Page) -> None:
    line = Line()
    page.route_web_socket("**/_stcore/stream*", line.connect)
    visit(page, "/explore")
    note = page.locator(NOTE)
    expect(note).to_be_empty()
    before = told(page).inner_text()
    line.is_held = True
    choose(page, "Strand", "Employer")
    expect(note).to_have_text("Updating the page")
    expect(note).to_be_in_viewport()
    assert told(page).inner_text() == before
    line.release()
    expect(note).to_be_empty()
    expect(told(page)).not_to_have_text(before)


def test_a_quick_change_goes_by_without_a_word(page: Page) -> None:
    visit(page, "/explore")
    page.evaluate(
        """() => {
            window.told = [];
            const note = document.getElementById("ci-updating");
            const app = document.querySelector("[data-testid=stApp]");
            new MutationObserver(() => window.told.push(note.textContent)).observe(note, { childList: true });
            window.isBusy = (state) => { app.dataset.testScriptState = state; };
        }"""
    )
    page.evaluate("isBusy('running')")
    page.wait_for_timeout(MOMENT_MS / 2)
    page.evaluate("isBusy('notRunning')")
    page.wait_for_timeout(MOMENT_MS)
    assert page.evaluate("told") == []
    page.evaluate("isBusy('running')")
    expect(page.locator(NOTE)).to_have_text("Updating the page")
    page.evaluate("isBusy('notRunning')")
    expect(page.locator(NOTE)).to_be_empty()
    assert page.evaluate("told") == ["Updating the page", ""]
