/*
 * Reading one contribution after another: j is the next, k the one before. They press links that are there without this.
 * A letter works only while nobody types, and can be switched off for good in this browser (WCAG 2.1.4).
 */
(() => {
  "use strict";

  const OFF = "doorwerking.keys-off";
  const FIELDS = "input, textarea, select, [contenteditable], .inbox";
  const one = (selector) => document.querySelector(selector);

  /* A browser that keeps nothing for us has the keys, and forgets that they were switched off. */
  function isOff() {
    try { return window.localStorage.getItem(OFF) !== null; } catch { return one("[data-keys]")?.dataset.keys === "off"; }
  }
  function setOff(off) {
    one("[data-keys]").dataset.keys = off ? "off" : "";
    try { if (off) window.localStorage.setItem(OFF, ""); else window.localStorage.removeItem(OFF); } catch { /* said above */ }
  }

  function show() {
    const help = one("[data-keys]"), button = one("[data-keys-switch]");
    if (!help) return;
    help.hidden = false;
    button.textContent = isOff() ? button.dataset.on : button.dataset.off;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isOff()) return;
    if (!["j", "k"].includes(event.key) || event.target.closest?.(FIELDS)) return;
    const link = one(`a[data-key="${event.key}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-keys-switch]")) return;
    setOff(!isOff());
    show();
    const told = one("[data-keys-told]");
    told.textContent = isOff() ? told.dataset.off : told.dataset.on;
  });

  show();
})();
