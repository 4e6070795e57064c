/*
 * After an @ in a note: the colleagues who may read along, to choose from. Without this file the same names stand in the
 * boxes below the field; with it the name in the text does the same. Nothing is asked of the server.
 */
(() => {
  "use strict";

  const MOST = 6;

  /* What stands before the cursor after the last @ of the same line: the beginning of a name. */
  function begun(field) {
    const before = field.value.slice(0, field.selectionStart);
    const [, typed] = /(?:^|[\s(])@([^\s@][^@\n]{0,40}|)$/.exec(before) || [];
    return typed === undefined ? null : typed.toLowerCase();
  }

  function namesIn(form) {
    return Array.from(form.querySelectorAll(".choice"), (choice) => choice.textContent.trim())
      .filter((words) => words.includes("("))
      .map((words) => ({ words, name: words.replace(/\s*\([^()]*\)$/, "") }));
  }

  function choose(field, name) {
    const until = field.selectionStart;
    const from = field.value.lastIndexOf("@", until - 1);
    field.setRangeText(`@${name} `, from, until, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function watch(form) {
    const field = document.getElementById(form.dataset.mentions);
    if (!field || form.dataset.watched !== undefined) return;
    form.dataset.watched = "";
    const names = namesIn(form);
    const box = document.createElement("div");
    box.className = "stack stack--tight";
    box.hidden = true;
    const told = document.createElement("p");
    told.className = "hint";
    told.setAttribute("role", "status");
    const list = document.createElement("div");
    list.className = "actions";
    box.append(told, list);
    field.after(box);

    const close = () => { box.hidden = true; list.replaceChildren(); told.textContent = ""; };
    const show = () => {
      const typed = begun(field);
      const found = typed === null ? [] : names.filter(({ name }) => name.toLowerCase().includes(typed)).slice(0, MOST);
      const isWhole = found.length === 1 && found[0].name.toLowerCase() === typed;
      if (!found.length || isWhole) { close(); return; }
      list.replaceChildren(...found.map(({ words, name }) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--quiet button--small";
        button.textContent = words;
        button.addEventListener("click", () => { choose(field, name); close(); });
        return button;
      }));
      told.textContent = "Wie noemt u? Ga met Tab naar een naam, of typ verder.";
      box.hidden = false;
    };
    field.addEventListener("input", show);
    field.addEventListener("click", show);
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || box.hidden) return;
      event.stopPropagation();
      close();
      field.focus();
    });
  }

  const watchAll = () => document.querySelectorAll("form[data-mentions]").forEach(watch);
  watchAll();
  document.addEventListener("htmx:load", watchAll);
})();
