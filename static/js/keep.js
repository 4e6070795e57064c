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

  /* A browser may forbid its memory altogether; then nothing is kept and nothing is said. */
  function memory(name) {
    try {
      window[name].setItem("doorwerking:try", "1");
      window[name].removeItem("doorwerking:try");
      return window[name];
    } catch { return null; }
  }
  const device = memory("localStorage"), visit = memory("sessionStorage");
  if (!device || !visit) return;

  const sent = document.querySelector("[data-was-sent]");
  if (sent) device.removeItem(keyOf(sent.dataset.wasSent));

  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const key = keyOf(form.dataset.keeps);
  const words = form.elements.namedItem("text");
  const panel = form.querySelector("[data-keeping]");
  const back = form.querySelector("[data-kept-back]");
  const away = form.querySelector("[data-away]");
  const shared = panel.querySelector("input");
  let waits = 0;

  function read() {
    try {
      const found = JSON.parse(device.getItem(key) || "null");
      if (found && Date.now() - found.at < DAYS * 86400000) return found;
    } catch { /* Written by something else: it is thrown away below. */ }
    device.removeItem(key);
    return null;
  }

  function keep() {
    window.clearTimeout(waits);
    if (shared.checked) return;
    if (!words.value.trim()) { device.removeItem(key); return; }
    const fields = {};
    new FormData(form).forEach((value, name) => { if (KEPT.includes(name)) fields[name] = value; });
    try { device.setItem(key, JSON.stringify({ at: Date.now(), fields })); } catch { /* Full: the page itself still has it. */ }
  }

  function putBack({ at, fields }) {
    for (const [name, value] of Object.entries(fields)) {
      const field = KEPT.includes(name) && form.elements.namedItem(name);
      if (field) field.value = value; /* of radio buttons: the one with this value */
    }
    const when = new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    back.querySelector("[role=status]").textContent = back.dataset.said.replace("{}", when);
    back.hidden = false;
    form.dataset.unsaved = "";
  }

  function forget() {
    window.clearTimeout(waits);
    device.removeItem(key);
    back.hidden = true;
  }

  /* On a device of many people nothing stays behind, also not in the tabs that are opened from here. */
  shared.checked = visit.getItem(NOT_HERE) === "yes";
  panel.hidden = false;
  if (shared.checked) forget();
  shared.addEventListener("change", () => {
    if (shared.checked) { visit.setItem(NOT_HERE, "yes"); forget(); }
    else { visit.removeItem(NOT_HERE); keep(); }
  });

  /* What came back from the server with a question is newer than what is kept here. */
  const kept = read();
  if (kept && !words.value.trim()) putBack(kept);
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
