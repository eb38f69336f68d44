// After a change of page: moves focus to the page's heading and says its title to screen readers.
// Also names the phone's menu button, keeps two of Streamlit's keys and its empty tab stop from getting in the way,
// scrolls to the part that an address names, and copies what a button with data-copy holds. Nothing else.
"use strict";
(() => {
  const WAIT_MS = 10000;
  const COPIED_MS = 4000;
  const MOMENT_MS = 500;
  const JUST_MS = 2000;
  const menu = '[data-testid="stExpandSidebarButton"]';
  const closer = '[data-testid="stSidebarCollapseButton"] button';
  // What is said in the reader's language stands in the page.
  const words = document.getElementById("ci-announce").dataset;
  let path = location.pathname;
  let waiting = null;
  let shown = "";
  let shownAt = 0;

  const heading = () => document.querySelector("#root main h1, #root [data-testid=stMain] h1");

  function arrive(h1) {
    h1.tabIndex = -1;
    h1.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    document.getElementById("ci-announce").textContent = document.title;
  }

  function moved() {
    if (location.pathname === path) return;
    path = location.pathname;
    const before = heading();
    waiting = { node: before, text: before ? before.textContent : "", since: Date.now() };
    // Streamlit may have drawn the page before it changes the address.
    const isNew = before && (before.textContent !== shown || Date.now() - shownAt < JUST_MS);
    if (isNew) setTimeout(() => arrive(heading() || before), 150);
  }

  // Streamlit draws the page after the browser has looked for the part that the address names.
  let wanted = decodeURIComponent(location.hash.slice(1));
  const leave = () => { wanted = ""; };
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(kind, leave, { passive: true });
  setTimeout(leave, WAIT_MS);

  function toPart() {
    const part = wanted && document.getElementById(wanted);
    if (part && part.closest("[data-testid=stMain]")) part.scrollIntoView();
  }

  function look() {
    toPart();
    const button = document.querySelector(menu);
    if (button && button.getAttribute("aria-label") !== words.menu) button.setAttribute("aria-label", words.menu);
    const closing = document.querySelector(`${closer}:not([data-word])`);
    if (closing) closing.dataset.word = words.close;
    // The page scrolls as a document, so its frame is no stop of its own: the link that skips to it still can.
    const frame = document.querySelector("#root [data-testid=stMain][tabindex='0']");
    if (frame) frame.tabIndex = -1;
    const h1 = heading();
    const text = h1 ? h1.textContent : "";
    if (text !== shown) {
      shown = text;
      shownAt = Date.now();
    }
    if (!waiting) return;
    if (h1 && (h1 !== waiting.node || h1.textContent !== waiting.text)) {
      waiting = null;
      // The title follows the heading by a moment.
      setTimeout(() => arrive(heading() || h1), 150);
    } else if (Date.now() - waiting.since > WAIT_MS) {
      waiting = null;
    }
  }

  // While a page that stands is drawn anew. A quick change goes by without a word; the words go when the page is whole,
  // and the sentence on what is shown is read aloud by itself.
  const updating = document.getElementById("ci-updating");
  let slow = 0;
  function work() {
    const state = document.querySelector("#root [data-testid=stApp]")?.dataset.testScriptState;
    const isBusy = state === "running" && document.querySelector("#root [data-testid=stMain] h1") !== null;
    if (isBusy && !slow) {
      slow = setTimeout(() => {
        updating.textContent = updating.dataset.words;
        document.documentElement.classList.add("ci-is-updating");
      }, MOMENT_MS);
    } else if (!isBusy && slow) {
      clearTimeout(slow);
      slow = 0;
      updating.textContent = "";
      document.documentElement.classList.remove("ci-is-updating");
    }
  }

  // Where the browser gives no clipboard (an address without https), an unseen field is copied from instead.
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "ci-unseen";
    document.body.append(field);
    const before = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (before) before.focus();
    if (!done) throw new Error("the browser did not copy");
  }

  function tell(button, done) {
    if (!button.dataset.words) button.dataset.words = button.textContent;
    document.getElementById("ci-announce").textContent = `${button.dataset.words}: ${done.toLowerCase()}`;
    button.textContent = done;
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = setTimeout(() => {
      button.textContent = button.dataset.words;
      document.getElementById("ci-announce").textContent = "";
    }, COPIED_MS);
  }

  // On the document, because Streamlit draws its buttons anew.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    copy(button.dataset.copy).then(
      () => tell(button, words.copied),
      () => tell(button, words.notCopied),
    );
  });
  document.documentElement.classList.add("ci-scripts");

  // Streamlit draws the page anew at r and opens a window of its own at c. A key touched by chance, or a word said to
  // a machine that types it, must do neither.
  addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
    const isTyped = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (isPlain && !isTyped && ["r", "c"].includes(event.key.toLowerCase())) event.stopImmediatePropagation();
  }, true);

  const push = history.pushState;
  history.pushState = function (...given) {
    push.apply(this, given);
    moved();
  };
  addEventListener("popstate", moved);
  new MutationObserver(look).observe(document.getElementById("root"), {
    childList: true, subtree: true, characterData: true,
  });
  new MutationObserver(work).observe(document.getElementById("root"), {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
  look();
})();
