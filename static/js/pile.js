/*
 * For who writes down a whole pile: what is typed stays on this device until the server says that it is kept, so a lost line or a
 * reload takes nothing away. The number of the form is kept too: sending again makes one contribution. An e-mail address and an
 * address for a letter are never kept. Ctrl + Enter sends. The form is replaced after each one: everything listens on the document.
 */
(() => {
  "use strict";

  const KEPT = ["text", "taker_note", "channel", "received_on", "source_note", "meeting", "speaker", "question", "kind", "form_key", "nth"];
  const DAYS = 1;
  const { kept } = window;
  const formHere = () => document.querySelector("form[data-pile]");
  const keyOf = (form) => `doorwerking:invoer:${form.dataset.pile}`;
  let waits = 0;

  function keep() {
    const form = formHere();
    window.clearTimeout(waits);
    if (!form || !kept) return;
    const { text, taker_note: note } = form.elements;
    if (text.value.trim() || note.value.trim()) kept.keep(keyOf(form), form, KEPT);
    else kept.forget(keyOf(form));
  }

  /* The server has it: what is kept under the same number is no longer needed. */
  function forgetWhatIsSaved() {
    const form = formHere(), saved = document.getElementById("stapel")?.dataset.was;
    if (form && kept && saved && kept.read(keyOf(form), DAYS)?.fields.form_key === saved) kept.forget(keyOf(form));
    const list = document.getElementById("bewijzen");
    if (list?.children.length) list.closest("section").hidden = false;
  }

  function putBack() {
    const form = formHere(), before = form && kept?.read(keyOf(form), DAYS);
    if (!before || form.elements.text.value.trim()) return;
    kept.putBack(form, before.fields, KEPT);
    form.querySelector("[data-kept-back]").hidden = false;
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
    kept.forget(keyOf(form));
    delete form.dataset.unsaved;
    window.location.reload();
  });
  document.addEventListener("submit", (event) => { if (event.target.matches("form[data-pile]")) keep(); }, { capture: true });
  document.addEventListener("htmx:afterSettle", forgetWhatIsSaved);
  window.addEventListener("pagehide", () => { if (formHere()?.dataset.unsaved !== undefined) keep(); });

  forgetWhatIsSaved();
  putBack();
})();
