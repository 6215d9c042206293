"use strict";
// The page is whole without this script; it adds keys, zoom, and a card with the provenance for touch and keyboard.
(() => {
  const main = () => document.querySelector("main");
  for (const figure of document.querySelectorAll(".timeline")) {
    const drawing = figure.querySelector(".scroll > svg");
    let level = 0;
    const zoom = figure.querySelector(".zoom");
    zoom.hidden = false;
    zoom.addEventListener("click", (event) => {
      const by = Number(event.target.dataset.zoom || 0);
      const scroll = drawing.parentElement;
      const middle = (scroll.scrollLeft + scroll.clientWidth / 2) / scroll.scrollWidth;
      level = Math.max(0, Math.min(6, level + by));
      drawing.style.width = `${100 * 1.6 ** level}%`;
      scroll.scrollLeft = middle * scroll.scrollWidth - scroll.clientWidth / 2;
    });
  }

  const card = document.getElementById("card");
  const content = card.querySelector("div");
  let opener = null;
  const close = () => {
    card.hidden = true;
    if (opener) opener.focus();
    opener = null;
  };
  const show = (mark) => {
    content.textContent = mark.title;
    card.hidden = false;
    opener = mark;
  };
  const ready = new WeakSet();
  const prepare = (text) => {
    if (ready.has(text)) return;
    ready.add(text);
    for (const mark of text.querySelectorAll("[id][title]")) {
      mark.tabIndex = 0;
      // A button may hold nothing else that can be chosen.
      mark.setAttribute("role", mark.querySelector("[title]") ? "group" : "button");
      mark.setAttribute("aria-description", mark.title);
    }
  };
  // Marks become buttons when their text comes near: a page of thousands opens at once.
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) prepare(entry.target);
  }, { rootMargin: "100%" });
  for (const text of document.querySelectorAll(".text")) near.observe(text);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".text [title]");
    if (mark && !String(getSelection())) show(mark);
    else if (!event.target.closest("#card")) card.hidden = true;
  });
  let at = -1;
  const go = (by) => {
    const visible = [...main().querySelectorAll(".item:not([hidden])")].filter((item) => !item.closest("[hidden]"));
    if (!visible.length) return;
    visible[at]?.classList.remove("here");
    for (const item of main().querySelectorAll(".here")) item.classList.remove("here");
    at = Math.max(0, Math.min(visible.length - 1, at + by));
    visible[at].classList.add("here");
    visible[at].tabIndex = -1;
    visible[at].focus({ preventScroll: true });
    visible[at].scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      close();
      if (typing) event.target.blur();
    } else if ((event.key === "Enter" || event.key === " ") && event.target.matches(".text [id][title]")) {
      event.preventDefault();
      show(event.target);
    } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      if (event.key === "/") {
        event.preventDefault();
        document.querySelector("#filter [name=words]")?.focus();
      } else if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
    }
  });
  card.querySelector("button").addEventListener("click", close);
  // A link to what is filtered away shows it again.
  const land = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* not an id */ }
    if (!target) return;
    for (let up = target; up && up !== main(); up = up.parentElement) up.hidden = false;
    const cut = target.closest("del.cut, p.cut");
    if (cut) document.getElementById("show-cut").checked = true;
    requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
  };
  addEventListener("hashchange", land);
  if (location.hash) land();
})();
