// Compares a file that a reader drops with the sealed files, by its SHA-256. The file never leaves the browser.
"use strict";
(() => {
  const PLACE = ".ci-verify";

  const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function listed() {
    const answer = await fetch("/editions/");
    if (!answer.ok) throw new Error("the list of editions could not be read");
    const found = new Map();
    for (const edition of (await answer.json()).editions) {
      for (const file of edition.files) {
        if (!found.has(file.sha256)) found.set(file.sha256, []);
        found.get(file.sha256).push(`${file.path} of edition ${edition.edition}`);
      }
    }
    return found;
  }

  async function verdict(file) {
    if (!crypto.subtle) return "Error: this browser can only check a file on a secure (https) page.";
    const mark = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const matches = (await listed()).get(mark);
    const short = `SHA-256 ${mark.slice(0, 16)}…`;
    if (matches) return `${file.name} is, byte for byte, ${matches.join(" and ")}. ${short}`;
    return `${file.name} is none of the sealed files. A filtered download is not one; python -m data_access verify `
      + `compares it row by row. ${short}`;
  }

  function furnish(place) {
    const label = document.createElement("label");
    label.textContent = "A file to check";
    const input = document.createElement("input");
    input.type = "file";
    input.id = "ci-verify-file";
    label.htmlFor = input.id;
    const says = document.createElement("p");
    says.setAttribute("role", "status");
    const check = async (file) => {
      if (!file) return;
      says.textContent = `Reading ${file.name} …`;
      says.textContent = await verdict(file).catch((error) => `Error: ${error.message}. Try again in a minute.`);
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
