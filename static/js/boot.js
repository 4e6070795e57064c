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

  /* A guarded form is unsaved from the first letter until it is sent; a form that came back with errors is unsaved at once. */
  function guard(form) { form.dataset.unsaved = ""; }
  function release(form) { delete form.dataset.unsaved; }
  function guardReturnedForms() {
    if (document.querySelector(".error-summary")) all("form[data-guard]").forEach(guard);
  }

  document.addEventListener("keydown", walkInbox);
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) guard(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) release(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-unsaved]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
  window.addEventListener("hashchange", takeCodeFromHash);

  /* htmx: a failure is said in words; what was typed stays in the form. */
  const failed = () => say(live()?.dataset.failed);
  const offline = () => say(live()?.dataset.offline);
  document.addEventListener("htmx:beforeRequest", () => { if (live()) live().textContent = ""; });
  /* A refusal or a fault is a page of its own, with the text that was typed: it takes the place of this one. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Retarget")) return;
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  });
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
