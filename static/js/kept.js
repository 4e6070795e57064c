/*
 * The memory of this browser for a form that is not sent yet, for keep.js (residents) and pile.js (colleagues with a pile on paper).
 * Only the fields that are named are kept, so an address never is. Where a browser forbids its memory, `window.kept` is not there.
 */
(() => {
  "use strict";

  const DAY = 86400000;

  function memory(name) {
    try {
      window[name].setItem("doorwerking:try", "1");
      window[name].removeItem("doorwerking:try");
      return window[name];
    } catch { return null; }
  }
  const device = memory("localStorage"), visit = memory("sessionStorage");
  if (!device || !visit) return;

  window.kept = {
    visit,
    forget: (key) => device.removeItem(key),

    /* When it was kept and what, or null: what is too old, or was written by something else, is thrown away. */
    read(key, days) {
      try {
        const found = JSON.parse(device.getItem(key) || "null");
        if (found?.fields && Date.now() - found.at < days * DAY) return found;
      } catch { /* It is thrown away below. */ }
      device.removeItem(key);
      return null;
    },

    keep(key, form, names) {
      const fields = {};
      new FormData(form).forEach((value, name) => { if (names.includes(name)) fields[name] = value; });
      try { device.setItem(key, JSON.stringify({ at: Date.now(), fields })); } catch { /* Full: the page itself still has it. */ }
    },

    putBack(form, fields, names) {
      for (const [name, value] of Object.entries(fields)) {
        const field = names.includes(name) && form.elements.namedItem(name);
        if (field) field.value = value; /* of radio buttons: the one with this value */
      }
      form.dataset.unsaved = "";
    },
  };
})();
