// Small helps for people who work here all day. Everything works without them.
"use strict";
(() => {
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const links = () => Array.from(document.querySelectorAll("a.case"));

  const step = (by) => {
    const all = links();
    if (all.length === 0) return false;
    const at = all.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    all[next].focus();
    return true;
  };

  // "/" searches, "n" logs a call, j and k or the arrows walk a list, Ctrl+Enter sends the form one is in.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form");
      if (form && form.method === "post") {
        event.preventDefault();
        form.requestSubmit();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.getElementById("search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "n") {
      const log = document.querySelector("a.log");
      if (log) log.click();
    } else if (event.key === "j" || event.key === "ArrowDown") {
      if (step(1)) event.preventDefault();
    } else if (event.key === "k" || event.key === "ArrowUp") {
      if (step(-1)) event.preventDefault();
    }
  });

  // Typed words are not lost by a wrong click: the browser asks before it leaves them.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[method=post]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    changed.delete(form);
    const others = Array.from(changed).some((other) => other.querySelector("textarea, input[type=text]") && typed(other));
    if (form.method === "post" && others && !window.confirm(document.body.dataset.leave)) {
      event.preventDefault();
      changed.add(form);
      return;
    }
    changed.clear();
  });
  const typed = (form) =>
    Array.from(form.querySelectorAll("textarea, input[type=text]")).some((field) => field.value !== field.defaultValue);
  window.addEventListener("beforeunload", (event) => {
    if (Array.from(changed).some(typed)) event.preventDefault();
  });

  // A refused form stands where one looks.
  const refused = document.querySelector("details .notice, section .notice");
  if (refused) {
    refused.scrollIntoView({ block: "center" });
    const first = refused.parentElement.querySelector("[aria-invalid=true], textarea, select, input:not([type=hidden])");
    if (first) first.focus({ preventScroll: true });
  }
})();
