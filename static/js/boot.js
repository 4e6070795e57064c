/*
 * Everything the pages need from JavaScript, and nothing they cannot do without.
 * All listeners for htmx events are here. No inline handlers, no eval: the pages forbid both.
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const live = () => document.getElementById("live");
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));

  document.documentElement.classList.add("js");

  /* The CDN may be blocked or down. Adding our own copy before `load` fails silently: htmx would miss DOMContentLoaded. */
  window.addEventListener("load", () => {
    if (window.htmx) return;
    const copy = document.createElement("script");
    copy.src = script.dataset.htmx;
    document.head.append(copy);
  });

  /* Speak politely: the region is emptied first, so that the same sentence is heard a second time. */
  function say(text) {
    const region = live();
    if (!region || !text) return;
    region.textContent = "";
    window.setTimeout(() => { region.textContent = text; }, 50);
  }

  /* After an error the focus goes to the summary; after a swap it may go to an element that asks for it. */
  function focusWhatIsNew() {
    const target = document.querySelector(".error-summary:not([data-seen]), [data-focus]:not([data-seen])");
    if (!target) return;
    target.dataset.seen = "";
    target.focus();
    if (target.matches("textarea")) target.setSelectionRange(target.value.length, target.value.length); /* to write on */
  }

  /* A mail or a QR code carries the receipt code behind the #: it never reaches the server, and leaves the address bar at once. */
  function takeCodeFromHash() {
    const field = document.querySelector(".code-field .input");
    const code = window.location.hash.slice(1).replace(/%20|[+\s-]/g, "").toUpperCase();
    if (!field || !/^[0-9A-Z]{16}$/.test(code)) return;
    field.value = code.match(/.{4}/g).join(" ");
    window.history.replaceState(null, "", window.location.pathname + window.location.search);
    field.focus();
  }

  /* j and k walk through the inbox, but only while the focus is in it: elsewhere letters stay letters. */
  function walkInbox(event) {
    const step = { j: 1, k: -1 }[event.key];
    const inbox = event.target.closest(".inbox");
    if (!step || !inbox || event.ctrlKey || event.metaKey || event.altKey) return;
    const links = all("a", inbox);
    const next = links[links.indexOf(event.target.closest("a")) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /* Who chooses a password types it once, and may look at it. It leaves as a password again, so that no browser keeps it as text. */
  function showPassword(button) {
    const field = document.getElementById(button.dataset.shows);
    const words = button.textContent;
    field.type = field.type === "password" ? "text" : "password";
    button.textContent = button.dataset.other;
    button.dataset.other = words;
  }
  function hidePasswords(form) {
    all("[data-shows]", form).forEach((button) => { document.getElementById(button.dataset.shows).type = "password"; });
  }

  /* A guarded form is unsaved from the first letter until it is sent; a form that came back with errors is unsaved at once. */
  function guard(form) { form.dataset.unsaved = ""; }
  function release(form) { delete form.dataset.unsaved; }
  function guardReturnedForms() {
    if (document.querySelector(".error-summary")) all("form[data-guard]").forEach(guard);
  }

  /*
   * What somebody types between a request and its answer is not in the answer, and stays all the same: it is put back in the
   * same field of the new piece of page. A field that nobody touched gets what the server says.
   */
  const sent = new WeakMap(); /* by request: the fields, their rows and the focus when it left */
  const typed = new WeakMap(); /* by request: what was typed since */
  const writable = (within) => all("input[name], textarea[name], select[name]", within)
    .filter((field) => !field.closest("[hx-preserve]") && !["hidden", "submit", "button", "file"].includes(field.type));
  const isTicked = (field) => field.type === "radio" || field.type === "checkbox";
  const stateOf = (field) => (isTicked(field) ? field.checked : field.value);

  /* A field of a row is named list-number-part; the numbers change when rows come and go. */
  function placeOf(field) {
    const [, list, number, part] = /^(.+)-(\d+)-(\w+)$/.exec(field.name) || [];
    return { row: list ? `${list}-${number}` : "", list: list || "", part: part || field.name, option: isTicked(field) ? field.value : "" };
  }

  /* The rows as they stand, each with its own number (none when it was never saved) and with everything that is written in it. */
  function rowsIn(fields) {
    const rows = new Map();
    fields.forEach((field) => {
      const { row, list, part, option } = placeOf(field);
      if (!row) return;
      if (!rows.has(row)) rows.set(row, { row, list, id: field.form?.elements[`${row}-id`]?.value || "", words: "" });
      rows.get(row).words += JSON.stringify([part, option, stateOf(field)]);
    });
    return Array.from(rows.values());
  }

  /* The same row in the new list: by its number; a row that was never saved by its words, because the server echoes each letter. */
  function sameRow(row, before, now) {
    const isLike = (other) => other.list === row.list && other.id === row.id && (row.id || other.words === row.words);
    const places = now.filter(isLike);
    return places[Math.min(before.filter(isLike).indexOf(row), places.length - 1)];
  }

  function rememberWhatIsSent(event) {
    const fields = writable(document);
    sent.set(event.detail.xhr, {
      states: new Map(fields.map((field) => [field, stateOf(field)])), rows: rowsIn(fields), focus: document.activeElement,
    });
  }

  function rememberWhatWasTyped(event) {
    const { xhr, target, shouldSwap } = event.detail;
    const then = sent.get(xhr);
    if (!then || !shouldSwap) return;
    const here = document.activeElement;
    const notes = writable(target).filter((field) => then.states.has(field)).map((field) => {
      const changed = stateOf(field) !== then.states.get(field);
      return {
        ...placeOf(field), changed, form: field.form?.getAttribute("action"), state: stateOf(field),
        focus: field === here && (changed || here !== then.focus), from: field.selectionStart, to: field.selectionEnd,
      };
    });
    typed.set(xhr, { rows: then.rows, notes: notes.filter((note) => note.changed || note.focus) });
  }

  function putBack(event) {
    const { rows, notes } = typed.get(event.detail.xhr) || { notes: [] };
    typed.delete(event.detail.xhr);
    if (!notes.length) return;
    const fields = writable(document), now = rowsIn(fields);
    const fieldOf = (note) => {
      const row = note.row && sameRow(rows.find((one) => one.row === note.row), rows, now)?.row;
      if (note.row && !row) return undefined;
      const name = row ? `${row}-${note.part}` : note.part;
      return fields.find((field) => field.name === name && field.form?.getAttribute("action") === note.form
        && placeOf(field).option === note.option);
    };
    /* All places are looked up first: a row is known by its words, and putting back changes them. */
    notes.map((note) => [note, fieldOf(note)]).filter(([, field]) => field).forEach(([note, field]) => {
      if (note.changed) field[isTicked(field) ? "checked" : "value"] = note.state;
      if (note.focus) keepFocus(field, note);
      if (note.changed) field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  /* Who is writing is not taken away to something new. */
  function keepFocus(field, { from, to }) {
    all("[data-focus]").forEach((element) => { element.dataset.seen = ""; });
    field.focus({ preventScroll: true });
    if (typeof from === "number" && field.setSelectionRange) field.setSelectionRange(from, to);
  }

  document.addEventListener("keydown", walkInbox);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) guard(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) release(event.target);
    hidePasswords(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const shows = event.target.closest("[data-shows]");
    if (shows) showPassword(shows);
  });
  window.addEventListener("hashchange", takeCodeFromHash);

  /*
   * What a page does by itself (saying that it is open, keeping what is typed) never takes the page away. When it fails, a
   * sentence stands beside the text, and the text stays. A tab that nobody sees says nothing.
   */
  const byItself = (event) => event.target.closest?.("[data-by-itself]");
  function failByItself(element, why) {
    const place = document.getElementById(element.dataset.says || "");
    const line = place?.querySelector("span");
    if (!line) { all("[role=status]", element).forEach((region) => region.replaceChildren()); return; }
    if (line.textContent === place.dataset[why]) return;
    line.textContent = place.dataset[why];
    say(place.dataset[why]);
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && event.target.closest("[data-beat]")) event.preventDefault();
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const element = byItself(event), { status } = event.detail.xhr;
    if (!element || event.detail.xhr.getResponseHeader("HX-Retarget") !== "body") return;
    event.preventDefault();
    failByItself(element, [400, 401].includes(status) ? "signedOut" : "failed");
  });

  /* htmx: a failure is said in words; what was typed stays in the form. */
  const unless = (said) => (event) => (byItself(event) ? failByItself(byItself(event), "failed") : say(said()));
  const failed = unless(() => live()?.dataset.failed);
  const offline = unless(() => live()?.dataset.offline);
  document.addEventListener("htmx:beforeRequest", (event) => { if (live() && !byItself(event)) live().textContent = ""; });
  /* A refusal or a fault is a page of its own, with the text that was typed: it takes the place of this one. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Retarget")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
  document.addEventListener("htmx:beforeRequest", rememberWhatIsSent);
  document.addEventListener("htmx:beforeSwap", rememberWhatWasTyped);
  document.addEventListener("htmx:afterSwap", putBack);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("htmx:sendError", offline);
  document.addEventListener("htmx:timeout", offline);
  document.addEventListener("htmx:afterSettle", focusWhatIsNew);
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (!form) return;
    if (event.target.closest("[data-redraws]")) guard(form); /* a row more or less in the form: nothing is saved yet */
    else if (event.detail.xhr.status < 400 && event.detail.requestConfig.verb !== "get") release(form);
  });

  takeCodeFromHash();
  focusWhatIsNew();
  guardReturnedForms();
})();
