// What a test asks of a page that axe does not: each function gives plain data, and judges nothing but a threshold.
"use strict";
window.looking = (() => {
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable=true]";
  const isShown = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: false });
  const UNSEEN = ".ci-unseen, .ci-search-label, [data-live-announcer], [data-testid=stSkipToContent], .ci-skip, .ci-stacked thead";
  // Kept for screen readers: drawn in a box of one pixel, or above the window until it has the focus.
  const isUnseen = (node) => {
    const holder = node.closest(UNSEEN);
    if (holder === null) return false;
    const edge = holder.getBoundingClientRect();
    return edge.width <= 2 || edge.height <= 2 || edge.bottom <= 0;
  };
  const box = (node) => { const { x, y, width, height } = node.getBoundingClientRect(); return { x, y: y + scrollY, width, height }; };
  const words = (node) => (node.getAttribute("aria-label") || node.innerText || node.value || node.outerHTML.slice(0, 120)).trim().slice(0, 60);
  const name = (node) => `${node.tagName.toLowerCase()} “${words(node)}”`;

  const focusable = () => [...document.querySelectorAll(FOCUSABLE)].filter(
    (node) => node.tabIndex >= 0 && !node.disabled && isShown(node) && !node.closest("[inert]") && node.type !== "hidden");

  // Colours. A canvas turns any CSS colour into red, green, blue and opacity.
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const read = new Map();
  function rgba(colour) {
    if (!read.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      read.set(colour, [r, g, b, a / 255]);
    }
    return read.get(colour);
  }
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
  function ground(node) {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  }

  // Words that are dressed alike from the root down have one contrast: of those that share a dress the first and the
  // last are marked, and so is every box. Axe is slow with colours, and looks at what is marked.
  const DRESS = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "textShadow", "filter", "mixBlendMode", "position", "visibility", "display"];
  function markColours() {
    const known = new Map();
    const dresses = new Map();
    const dressOf = (node) => {
      if (node === null) return 0;
      if (!dresses.has(node)) {
        const style = getComputedStyle(node);
        const dress = [dressOf(node.parentElement), node.tagName, ...DRESS.map((name) => style[name])].join("|");
        dresses.set(node, known.get(dress) || known.set(dress, known.size + 1).get(dress));
      }
      return dresses.get(node);
    };
    const alike = new Map();
    const hasWords = (node) => [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    for (const node of document.querySelectorAll("[data-look]")) node.removeAttribute("data-look");
    for (const node of document.body.querySelectorAll("*")) {
      if (node.matches("input, select, textarea")) node.dataset.look = "";
      else if (hasWords(node)) alike.set(dressOf(node), [...(alike.get(dressOf(node)) || [node]).slice(0, 1), node]);
    }
    for (const pair of alike.values()) for (const node of pair) node.dataset.look = "";
  }

  const luminance = (colour) => colour.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  function contrast(one, other) {
    const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  // The outline may be drawn by the focused node or, round a box with a field inside, by what holds it.
  function outlineOf(node) {
    for (let at = node, steps = 0; at && steps < 6; at = at.parentElement, steps += 1) {
      const style = getComputedStyle(at);
      const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
      if (width >= 2) return { width, contrast: contrast(over(rgba(style.outlineColor), ground(at)), ground(at.parentElement || at)) };
    }
    return { width: 0, contrast: 1 };
  }

  function focusOutlines() {
    const before = [scrollX, scrollY];
    const found = focusable().map((node) => {
      node.focus({ preventScroll: true });
      const seen = document.activeElement === node ? outlineOf(node) : { width: 0, contrast: 0 };
      const toolbar = node.closest("[data-testid=stElementToolbar]");
      const opacity = toolbar ? Number(getComputedStyle(toolbar).opacity) : 1;
      return { name: name(node), ...seen, isToolbar: toolbar !== null, opacity };
    });
    document.activeElement.blur();
    scrollTo(...before);
    return found;
  }

  // WCAG 2.5.8: 24 px each way, or a link within a sentence, or a circle of 24 px that touches no other target.
  const SMALLEST = 24;
  function isInSentence(node) {
    if (node.tagName !== "A") return false;
    const holder = node.closest("p, li, dd, td, th, caption, figcaption, small, label, div, span:not(a span)");
    const own = node.innerText.trim().length;
    return holder !== null && holder.innerText.trim().length > own + 2 && getComputedStyle(node).display === "inline";
  }
  function targets() {
    // A pointer also hits what the Tab key passes by.
    const hit = [...document.querySelectorAll("button, [role=button], [role=option], [role=tab]")].filter((node) => isShown(node));
    const all = [...new Set([...focusable(), ...hit])].filter((node) => !isUnseen(node) && !node.matches("[role=region], main, canvas, h1"));
    const boxes = all.map((node) => box(node.matches("input") ? node.closest("[data-baseweb=select], [role=group]") || node : node));
    const middle = (b) => [b.x + b.width / 2, b.y + b.height / 2];
    const clear = (b, other) => {
      const [x, y] = middle(b);
      const dx = Math.max(other.x - x, 0, x - other.x - other.width);
      const dy = Math.max(other.y - y, 0, y - other.y - other.height);
      const isOtherSmall = other.width < SMALLEST || other.height < SMALLEST;
      const [ox, oy] = middle(other);
      return Math.hypot(dx, dy) >= SMALLEST / 2 && (!isOtherSmall || Math.hypot(x - ox, y - oy) >= SMALLEST);
    };
    return all.map((node, i) => {
      const b = boxes[i];
      const isLarge = Math.min(b.width, b.height) >= SMALLEST - 0.5;
      const isSpaced = () => boxes.every((other, j) => i === j || all[i].contains(all[j]) || all[j].contains(all[i]) || clear(b, other));
      const why = isLarge ? "large" : isInSentence(node) ? "sentence" : isSpaced() ? "spaced" : "small";
      return { name: name(node), width: b.width, height: b.height, why };
    });
  }

  function structure() {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter(isShown);
    const inSection = (node) => node.closest("main, article, section, aside, nav, [data-testid=stMain]") !== null;
    const headings = shown("h1, h2, h3, h4, h5, h6, [role=heading]");
    return {
      lang: document.documentElement.lang,
      title: document.title,
      levels: headings.map((node) => Number(node.getAttribute("aria-level") || node.tagName.slice(1))),
      headings: headings.map((node) => node.textContent.trim()),
      mains: shown("main, [role=main]").length,
      navs: shown("nav, [role=navigation]").map((node) => node.getAttribute("aria-label") || ""),
      banners: shown("header, [role=banner]").filter((node) => node.getAttribute("role") === "banner" || !inSection(node)).length,
      feet: shown("footer, [role=contentinfo]").filter((node) => node.getAttribute("role") === "contentinfo" || !inSection(node)).length,
      ids: [...document.querySelectorAll("[id]")].map((node) => node.id).filter((id, i, all) => all.indexOf(id) !== i),
    };
  }

  // The colour behind a text of a chart: that of the last shape drawn before it which holds its middle.
  function behind(text, paper) {
    const edge = text.getBoundingClientRect();
    const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
    const shapes = [...text.ownerSVGElement.querySelectorAll("path, rect")].filter((shape) => {
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING)) return false;
      const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
      return getComputedStyle(shape).fill !== "none" && shape.isPointInFill(at);
    });
    return shapes.reduce((under, shape) => over(inked(shape), under), paper);
  }
  function inked(node) {
    const style = getComputedStyle(node);
    const [r, g, b, a] = rgba(style.fill);
    return [r, g, b, a * style.opacity * style.fillOpacity];
  }
  function textContrast(text, paper) {
    const under = behind(text, paper);
    return contrast(over(inked(text), under), under);
  }

  // Each picture of figures, and every table of the page, as their words.
  function drawings() {
    return [...document.querySelectorAll("[data-testid=stVegaLiteChart], [data-testid=stDeckGlJsonChart], .ci-figure")]
      .filter(isShown).map((node) => {
        const own = node.querySelector("[role=graphics-document], [role^=graphics], img, canvas[aria-label], [role=img]") || node;
        const texts = [...node.querySelectorAll("svg text")].filter((text) => text.textContent.trim() && isShown(text));
        const paper = ground(node);
        const labels = [...node.querySelectorAll("[role=graphics-symbol][aria-label]")].map((mark) => mark.getAttribute("aria-label"));
        return {
          kind: node.dataset.testid || "picture",
          name: own.getAttribute("aria-label") || own.getAttribute("alt") || node.getAttribute("aria-label") || "",
          role: own.getAttribute("role") || own.tagName.toLowerCase(),
          described: own.getAttribute("aria-roledescription") || "",
          texts: texts.map((text) => text.textContent.trim()),
          labels,
          faint: texts.map((text) => [text.textContent.trim(), textContrast(text, paper)]).filter(([, ratio]) => ratio < 4.5),
          address: (node.querySelector("img") || {}).currentSrc || "",
        };
      });
  }
  function tables() {
    return [...document.querySelectorAll("table")].filter((table) => (isShown(table) || table.closest("details") !== null) && !table.closest("[data-testid=stVegaLiteChart], [data-testid=stDeckGlJsonChart]")).map((table) => ({
      caption: table.caption ? table.caption.textContent.trim() : "",
      unscoped: [...table.querySelectorAll("th")].filter((head) => !head.getAttribute("scope")).length,
      columns: table.querySelectorAll("th[scope=col]").length,
      rowHeads: [...table.querySelectorAll("tbody th[scope=row]")].map((head) => head.textContent.trim()),
      rows: table.querySelectorAll("tbody tr").length,
      cells: [...table.querySelectorAll("th, td")].map((cell) => cell.textContent.replace(/\s+/g, " ").trim()),
    }));
  }

  // What is lost: text cut off by what holds it, or lying on other text.
  // An icon is a word in a font of its own.
  const WORDLESS = "svg, script, style, noscript, option, textarea, [data-testid=stDeckGlJsonChart], [data-testid=stIconMaterial]";
  function runs() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const holder = text.parentElement;
      if (!text.data.trim() || !isShown(holder) || isUnseen(holder) || holder.closest(WORDLESS)) continue;
      if (Number(getComputedStyle(holder).opacity) === 0) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const r of range.getClientRects()) {
        if (r.width > 1 && r.height > 1) found.push({ text: text.data.trim().slice(0, 60), holder, left: r.left, right: r.right, top: r.top, bottom: r.bottom });
      }
    }
    return found;
  }
  function cut(all) {
    const clips = (value) => value === "hidden" || value === "clip";
    const frames = new Map();
    const frameOf = (node) => {
      if (!frames.has(node)) {
        const { overflowX, overflowY } = getComputedStyle(node);
        const isPlain = overflowX === "visible" && overflowY === "visible";
        frames.set(node, isPlain ? null : { x: overflowX, y: overflowY, edge: node.getBoundingClientRect() });
      }
      return frames.get(node);
    };
    return all.filter((run) => {
      for (let at = run.holder; at && at !== document.documentElement; at = at.parentElement) {
        const frame = frameOf(at);
        if (frame === null) continue;
        const { x, y, edge } = frame;
        // What scrolls brings back whatever is outside it.
        if (/auto|scroll/.test(x) || /auto|scroll/.test(y)) return false;
        if (clips(x) && (run.right > edge.right + 2 || run.left < edge.left - 2)) return true;
        if (clips(y) && (run.bottom > edge.bottom + 4 || run.top < edge.top - 4)) return true;
      }
      return run.right > document.documentElement.clientWidth + 1 || run.left < -1;
    }).map((run) => run.text);
  }
  function overlaps(shown) {
    const all = [...shown].sort((a, b) => a.top - b.top);
    const found = [];
    all.forEach((one, i) => {
      for (let j = i + 1; j < all.length && all[j].top < one.bottom - 4; j += 1) {
        const other = all[j];
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - other.top;
        if (one.holder !== other.holder && across > 3 && down > 6) found.push(`${one.text} / ${other.text}`);
      }
    });
    return found;
  }
  const sideways = () => Math.max(document.documentElement.scrollWidth,
    ...[...document.querySelectorAll("[data-testid=stMain]")].map((node) => node.scrollWidth)) - document.documentElement.clientWidth;
  function lost() {
    const all = runs();
    return { beyond: sideways(), cut: cut(all), overlap: overlaps(all) };
  }
  function wordsShown() {
    const all = runs();
    return [...document.querySelectorAll("#root main, #root [data-testid=stMain], .ci-mast, .ci-foot")]
      .flatMap((node) => [...new Set(all.filter((run) => node.contains(run.holder) && !run.holder.closest("nav, button")).map((run) => run.text)),
        // A table laid out in blocks says the heads of its columns beside each cell; the first column names the block.
        ...[...node.querySelectorAll(".ci-stacked [data-label]")].map((cell) => cell.dataset.label),
        ...[...node.querySelectorAll(".ci-stacked thead th:first-child")].map((head) => head.textContent.trim())]);
  }

  // The words of the page made larger and nothing else, as browsers that enlarge text alone do it. The bar of links is
  // Streamlit's, and such browsers enlarge the whole page as well.
  function enlarge(times) {
    const sizes = [...document.querySelectorAll("main *")].filter((node) => !node.closest(".ci-mast")).map((node) => [node, parseFloat(getComputedStyle(node).fontSize)]);
    sizes.forEach(([node, size]) => { if (!node.closest("svg")) node.style.setProperty("font-size", `${size * times}px`, "important"); });
  }
  const animations = () => document.getAnimations().filter((one) => one.playState === "running")
    .map((one) => `${one.animationName || one.transitionProperty} on ${one.effect.target.outerHTML.slice(0, 90)}`);

  // A walk: each thing that the Tab key reaches, with its place; numbers tell a thing reached twice.
  let walked = [];
  const numbers = new Map();
  const numberOf = (node) => numbers.get(node) || numbers.set(node, numbers.size + 1).get(node);
  function startWalk() {
    walked = [];
    // The Tab key goes on from where the focus was last, here from above everything.
    const first = document.createElement("span");
    first.tabIndex = -1;
    document.body.prepend(first);
    first.focus();
    first.remove();
    scrollTo(0, 0);
    if (!startWalk.isListening) document.addEventListener("focusin", (event) => {
      const node = event.target;
      const edge = box(node);
      const isShownNow = edge.width > 0 && edge.height > 0;
      // The link that skips the bar is above everything, wherever the window has been scrolled to.
      if (node.matches("[data-testid=stSkipToContent] *, [data-testid=stSkipToContent], .ci-skip")) edge.y = -1;
      const block = node.closest("nav, form, [data-testid=stColumn], [class*=st-key-], section, .ci-foot, main") || document.body;
      walked.push({ number: numberOf(node), name: name(node), isShown: isShownNow, block: numberOf(block), ...edge });
    });
    startWalk.isListening = true;
    return focusable().length;
  }
  const walk = () => ({ stops: walked, wanted: focusable().map((node) => ({ number: numberOf(node), name: name(node) })) });

  return {
    focusOutlines, targets, structure, drawings, tables, lost, sideways, wordsShown, markColours, enlarge, animations, startWalk, walk,
  };
})();
