/*
 * What a resident writes stays on this device until it is sent: a reload, an empty battery or a lost connection takes nothing away.
 * Only here, in the memory of this browser: never sent by itself, gone after sending, after thirty days, or when somebody says that
 * others use this device. The e-mail address is never kept. The number of the form is: so that what was sent and never answered
 * can be sent again without becoming two contributions.
 */
(() => {
  "use strict";

  const DAYS = 30;
  const KEPT = ["text", "question", "kind", "expectation", "form_key"];
  const NOT_HERE = "doorwerking:not-my-device";
  const keyOf = (track) => `doorwerking:bijdrage:${track}`;
  const { kept } = window;
  if (!kept) return;

  const sent = document.querySelector("[data-was-sent]");
  if (sent) kept.forget(keyOf(sent.dataset.wasSent));

  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const key = keyOf(form.dataset.keeps);
  const words = form.elements.namedItem("text");
  const panel = form.querySelector("[data-keeping]");
  const back = form.querySelector("[data-kept-back]");
  const away = form.querySelector("[data-away]");
  const shared = panel.querySelector("input");
  let waits = 0;

  function keep() {
    window.clearTimeout(waits);
    if (shared.checked) return;
    if (words.value.trim()) kept.keep(key, form, KEPT);
    else kept.forget(key);
  }

  function putBack({ at, fields }) {
    kept.putBack(form, fields, KEPT);
    const when = new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    back.querySelector("[role=status]").textContent = back.dataset.said.replace("{}", when);
    back.hidden = false;
  }

  function forget() {
    window.clearTimeout(waits);
    kept.forget(key);
    back.hidden = true;
  }

  /* On a device of many people nothing stays behind, also not in the tabs that are opened from here. */
  shared.checked = kept.visit.getItem(NOT_HERE) === "yes";
  panel.hidden = false;
  if (shared.checked) forget();
  shared.addEventListener("change", () => {
    if (shared.checked) { kept.visit.setItem(NOT_HERE, "yes"); forget(); }
    else { kept.visit.removeItem(NOT_HERE); keep(); }
  });

  /* What came back from the server with a question is newer than what is kept here. */
  const before = kept.read(key, DAYS);
  if (before && !words.value.trim()) putBack(before);
  else keep();

  form.addEventListener("input", () => {
    window.clearTimeout(waits);
    waits = window.setTimeout(keep, 400);
  });
  window.addEventListener("pagehide", keep);
  back.querySelector("button").addEventListener("click", () => {
    forget();
    form.reset();
    words.value = "";
    delete form.dataset.unsaved;
    words.focus();
  });

  /* Without a connection the browser would show a page of its own. The text stays here, and says what to do. */
  function tell() {
    away.querySelector("[role=status]").textContent = navigator.onLine ? away.dataset.again : away.dataset.lost;
    away.hidden = false;
  }
  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    tell();
    away.focus();
  }, { capture: true });
  window.addEventListener("online", () => { if (!away.hidden) tell(); });
  window.addEventListener("offline", tell);
})();
