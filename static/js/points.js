/*
 * Choosing words of a resident for a point, in the text itself. The boxes with sentences do the same without this file.
 * Places are counted in characters as the server counts them (code points); the server judges what is sent.
 */
(() => {
  "use strict";

  const LONGEST = 80;
  const count = (text) => Array.from(text).length;

  function prepare(form) {
    const texts = form.querySelector("[data-points-text]");
    const chosen = form.querySelector("[data-points-chosen]");
    const boxes = form.querySelector("[data-points-boxes]");
    const field = form.querySelector("[name=selection]");
    if (form.dataset.ready || !texts) return;
    form.dataset.ready = "";
    texts.hidden = false;

    function take(area) {
      const words = area.value.slice(area.selectionStart, area.selectionEnd);
      if (!words.trim()) return forget();
      const begins = count(area.value.slice(0, area.selectionStart));
      field.value = `${area.dataset.source}:${begins}-${begins + count(words)}`;
      const shown = count(words) > LONGEST ? `${Array.from(words).slice(0, LONGEST).join("")} …` : words;
      chosen.textContent = `Gekozen: ‘${shown.trim()}’`;
      boxes.querySelectorAll("input:checked").forEach((box) => { box.checked = false; });
    }
    function forget() {
      field.value = "";
      chosen.textContent = "";
    }
    ["select", "mouseup", "keyup", "touchend"].forEach((name) => {
      texts.addEventListener(name, (event) => { if (event.target.matches("textarea")) take(event.target); }, true);
    });
    /* Not `readonly`: then the keyboard could not choose words. Nothing can be changed in it all the same. */
    texts.addEventListener("beforeinput", (event) => event.preventDefault());
    boxes.addEventListener("change", forget); /* The last way of choosing counts. */
  }

  const prepareAll = () => document.querySelectorAll("form[data-points]").forEach(prepare);
  document.addEventListener("DOMContentLoaded", prepareAll);
  document.addEventListener("htmx:afterSettle", prepareAll);
  if (document.readyState !== "loading") prepareAll();
})();
