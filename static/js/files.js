/*
 * Photos in a form: words for each, choosing more than once (a phone gives one photo at a time), taking one away again, and dropping.
 * Without this file the plain field does the same, and the words are asked for afterwards.
 */
(() => {
  "use strict";

  const KINDS = /^(image\/(jpeg|png|webp)|application\/pdf)$/;

  function begin(field) {
    const input = field.querySelector("input[type=file]");
    const list = field.querySelector("[data-chosen]");
    if (!input || !list || typeof DataTransfer === "undefined") return;
    const say = (name, file) => field.dataset[name].replace("{name}", file ? file.name : "");
    const kept = () => field.querySelectorAll("input[name=kept]:checked").length;
    let chosen = []; /* { file, words } in the order in which they were chosen */

    const isThere = (file) => chosen.some((one) => one.file.name === file.name && one.file.size === file.size
      && one.file.lastModified === file.lastModified);

    function reasonAgainst(file) {
      if (!KINDS.test(file.type)) return say("sayKind", file);
      if (file.size > Number(field.dataset.largest)) return say("sayLarge", file);
      if (kept() + chosen.length >= Number(field.dataset.most)) return say("sayMany", file);
      return "";
    }

    function add(files) {
      const refused = [];
      Array.from(files).filter((file) => !isThere(file)).forEach((file) => {
        const why = reasonAgainst(file);
        if (why) refused.push(why); else chosen.push({ file, words: "" });
      });
      draw(Array.from(new Set(refused)));
    }

    function draw(refused) {
      const all = new DataTransfer();
      chosen.forEach((one) => all.items.add(one.file));
      input.files = all.files;
      list.replaceChildren(...refused.map(line), ...chosen.map(row));
    }

    function line(text) {
      const p = document.createElement("p");
      p.className = "error";
      p.textContent = text;
      return p;
    }

    function row(one, number) {
      const box = document.createElement("div");
      box.className = "files-field__one";
      const words = document.createElement("input");
      const isPhoto = one.file.type.startsWith("image/");
      words.type = isPhoto ? "text" : "hidden";
      words.name = "file_alt"; words.id = `file-alt-${number}`; words.className = "input"; words.maxLength = 300;
      words.autocomplete = "off"; words.value = one.words;
      words.addEventListener("input", () => { one.words = words.value; });
      const label = document.createElement(isPhoto ? "label" : "p");
      if (isPhoto) label.htmlFor = words.id;
      label.textContent = isPhoto ? say("sayAlt", one.file) : one.file.name;
      const off = document.createElement("button");
      off.type = "button"; off.className = "button button--quiet button--small";
      off.textContent = say("sayOff", one.file);
      off.addEventListener("click", () => { chosen = chosen.filter((other) => other !== one); draw([]); input.focus(); });
      if (isPhoto) box.append(label, photo(one.file), words, off); else box.append(label, words, off);
      return box;
    }

    /* Drawn on a canvas: the policy of the page takes pictures from this site only. */
    function photo(file) {
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      canvas.width = canvas.height = 0;
      if (!window.createImageBitmap) return canvas;
      window.createImageBitmap(file, { resizeHeight: 160, resizeQuality: "medium" }).then((picture) => {
        canvas.width = picture.width; canvas.height = picture.height;
        canvas.getContext("2d").drawImage(picture, 0, 0);
      }).catch(() => canvas.remove());
      return canvas;
    }

    const drop = document.createElement("p");
    drop.className = "hint";
    drop.textContent = say("sayDrop");
    input.after(drop);
    input.addEventListener("change", () => add(input.files));
    field.addEventListener("dragover", (event) => { event.preventDefault(); field.dataset.over = ""; });
    field.addEventListener("dragleave", () => { delete field.dataset.over; });
    field.addEventListener("drop", (event) => {
      event.preventDefault();
      delete field.dataset.over;
      add(event.dataTransfer.files);
    });
  }

  document.querySelectorAll("[data-files]").forEach(begin);
})();
