/*
 * For who writes down a whole pile: what is typed stays on this device until the server says that it is kept, so a lost line or a
 * reload takes nothing away. The number of the form is kept too: sending again makes one contribution. An e-mail address and an
 * address for a letter are never kept. Ctrl + Enter sends. The form is replaced after each one: everything listens on the document.
 */
(() => {
  "use strict";

  const KEPT = ["text", "taker_note", "channel", "received_on", "source_note", "meeting", "speaker", "question", "kind", "form_key", "nth"];
  const DAY = 86400000;
  const formHere = () => document.querySelector("form[data-pile]");
  const keyOf = (form) => `doorwerking:invoer:${form.dataset.pile}`;
  let waits = 0;

  let device = null;
  try {
    window.localStorage.setItem("doorwerking:try", "1");
    window.localStorage.removeItem("doorwerking:try");
    device = window.localStorage;
  } catch { /* A browser may forbid its memory; then nothing is kept and nothing is said. */ }

  function read(form) {
    try {
      const found = JSON.parse(device.getItem(keyOf(form)) || "null");
      if (found && Date.now() - found.at < DAY) return found.fields;
    } catch { /* Written by something else: it is thrown away below. */ }
    device.removeItem(keyOf(form));
    return null;
  }

  function keep() {
    const form = formHere();
    window.clearTimeout(waits);
    if (!form || !device) return;
    const { text, taker_note: note } = form.elements;
    if (!text.value.trim() && !note.value.trim()) { device.removeItem(keyOf(form)); return; }
    const fields = {};
    new FormData(form).forEach((value, name) => { if (KEPT.includes(name)) fields[name] = value; });
    try { device.setItem(keyOf(form), JSON.stringify({ at: Date.now(), fields })); } catch { /* Full: the page still has it. */ }
  }

  /* The server has it: what is kept under the same number is no longer needed. */
  function forgetWhatIsSaved() {
    const form = formHere(), saved = document.getElementById("stapel")?.dataset.was;
    if (form && device && saved && read(form)?.form_key === saved) device.removeItem(keyOf(form));
    const list = document.getElementById("bewijzen");
    if (list?.children.length) list.closest("section").hidden = false;
  }

  function putBack() {
    const form = formHere(), fields = form && device && read(form);
    if (!fields || form.elements.text.value.trim()) return;
    for (const [name, value] of Object.entries(fields)) {
      const field = KEPT.includes(name) && form.elements.namedItem(name);
      if (field) field.value = value; /* of radio buttons: the one with this value */
    }
    form.querySelector("[data-kept-back]").hidden = false;
    form.dataset.unsaved = "";
  }

  document.addEventListener("input", (event) => {
    if (!event.target.closest("form[data-pile]")) return;
    window.clearTimeout(waits);
    waits = window.setTimeout(keep, 400);
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-pile]");
    if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("click", (event) => {
    const panel = event.target.closest("[data-kept-back] button")?.closest("[data-kept-back]");
    if (!panel) return;
    const form = panel.closest("form");
    device.removeItem(keyOf(form));
    delete form.dataset.unsaved;
    window.location.reload();
  });
  document.addEventListener("submit", (event) => { if (event.target.matches("form[data-pile]")) keep(); }, { capture: true });
  document.addEventListener("htmx:afterSettle", forgetWhatIsSaved);
  window.addEventListener("pagehide", () => { if (formHere()?.dataset.unsaved !== undefined) keep(); });

  forgetWhatIsSaved();
  putBack();
})();
