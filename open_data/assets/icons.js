// Streamlit fetches its font of icons, 375 KB, at the start of every visit. A page that shows an icon fetches the font
// without being told to, and most pages show none. Runs before Streamlit's own script. Nothing else.
"use strict";
(() => {
  const load = document.fonts.load.bind(document.fonts);
  document.fonts.load = (font, text) =>
    font.includes("Material Symbols") ? Promise.resolve([]) : load(font, text);
})();
