// Compares a file that a reader drops with the sealed files, by its SHA-256. The file never leaves the browser.
"use strict";
(() => {
  const PLACE = ".ci-verify";

  // The words are those of the place, in the reader's language; what stands in braces is filled.
  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function listed(words) {
    const answer = await fetch("/editions/");
    if (!answer.ok) throw new Error(`/editions/ answered ${answer.status}`);
    const found = new Map();
    for (const edition of (await answer.json()).editions) {
      for (const file of edition.files) {
        if (!found.has(file.sha256)) found.set(file.sha256, []);
        found.get(file.sha256).push(fill(words.onePlace, { path: file.path, edition: edition.edition }));
      }
    }
    return found;
  }

  async function verdict(file, words) {
    if (!crypto.subtle) return words.notSecure;
    const mark = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const matches = (await listed(words)).get(mark);
    const short = `SHA-256 ${mark.slice(0, 16)}…`;
    if (matches) return `${fill(words.matches, { file: file.name, places: matches.join(` ${words.and} `) })} ${short}`;
    return `${fill(words.matchesNone, { file: file.name })} ${short}`;
  }

  function furnish(place) {
    const label = document.createElement("label");
    label.textContent = place.dataset.label;
    const input = document.createElement("input");
    input.type = "file";
    input.id = "ci-verify-file";
    label.htmlFor = input.id;
    const says = document.createElement("p");
    says.setAttribute("role", "status");
    const check = async (file) => {
      if (!file) return;
      says.textContent = fill(place.dataset.reading, { file: file.name });
      says.textContent = await verdict(file, place.dataset).catch((error) => {
        console.error(error);
        return place.dataset.failed;
      });
    };
    input.addEventListener("change", () => check(input.files[0]));
    place.addEventListener("dragover", (event) => event.preventDefault());
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      check(event.dataTransfer.files[0]);
    });
    place.replaceChildren(label, input, says);
  }

  function look() {
    for (const place of document.querySelectorAll(PLACE)) if (!place.querySelector("input")) furnish(place);
  }

  new MutationObserver(look).observe(document.getElementById("root"), { childList: true, subtree: true });
  look();
})();
