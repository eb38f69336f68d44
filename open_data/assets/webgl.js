// Says by a class on the page whether the browser can draw the ward map. Without WebGL the stylesheet shows the
// map that is drawn in another way, and a sentence. Nothing else.
"use strict";
(() => {
  const canvas = document.createElement("canvas");
  let context = null;
  try {
    context = canvas.getContext("webgl2") || canvas.getContext("webgl");
  } catch {
    context = null;
  }
  if (!context) {
    document.documentElement.classList.add("ci-no-webgl");
    return;
  }
  // A browser holds few contexts: this one goes back at once.
  context.getExtension("WEBGL_lose_context")?.loseContext();
})();
