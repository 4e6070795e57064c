/*
 * The receipt is shown once. Who leaves without having printed, downloaded, mailed or ticked anything is asked by the
 * browser itself whether that is meant. Nothing is stored: it is known on this page only, and gone with it.
 */
(() => {
  "use strict";

  const section = document.querySelector("[data-keep-receipt]");
  if (!section) return;
  const keep = () => { section.dataset.kept = ""; };
  let goesOn = false; /* a form of this page shows the receipt again, or is the other language */

  window.addEventListener("afterprint", keep);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) keep(); });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-says-kept]")) section.toggleAttribute("data-kept", event.target.checked);
  });
  document.addEventListener("submit", (event) => {
    if (section.contains(event.target)) keep();
    goesOn = event.target.method === "post";
  });
  window.addEventListener("beforeunload", (event) => {
    if (!goesOn && !section.hasAttribute("data-kept")) event.preventDefault();
    goesOn = false;
  });
})();
