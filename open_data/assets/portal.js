// After a change of page: moves focus to the page's heading and says its title to screen readers.
// Also names the phone's menu button. Nothing else.
"use strict";
(() => {
  const WAIT_MS = 10000;
  const menu = '[data-testid="stExpandSidebarButton"]';
  let path = location.pathname;
  let waiting = null;

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
  }

  function look() {
    const button = document.querySelector(menu);
    if (button && button.getAttribute("aria-label") !== "Menu") button.setAttribute("aria-label", "Menu");
    if (!waiting) return;
    const h1 = heading();
    if (h1 && (h1 !== waiting.node || h1.textContent !== waiting.text)) {
      waiting = null;
      // The title follows the heading by a moment.
      setTimeout(() => arrive(heading() || h1), 150);
    } else if (Date.now() - waiting.since > WAIT_MS) {
      waiting = null;
    }
  }

  const push = history.pushState;
  history.pushState = function (...given) {
    push.apply(this, given);
    moved();
  };
  addEventListener("popstate", moved);
  new MutationObserver(look).observe(document.getElementById("root"), {
    childList: true, subtree: true, characterData: true,
  });
  look();
})();
