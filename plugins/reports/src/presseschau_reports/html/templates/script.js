
"use strict";
// The page is whole without this script; it adds search, filters, keys, zoom, and a card with the provenance for touch and keyboard.
(() => {
  // "Müller", "Mueller" and "Muller" are the same to a search, as are "ß" and "ss".
  const fold = (text) =>
    text.toLocaleLowerCase("de").normalize("NFD").replace(/[\u0300-\u036f\u00ad\u200b]/g, "").replaceAll("ß", "ss")
      .replace(/ae|oe|ue/g, (pair) => pair[0]);
  const form = document.getElementById("filter");
  const main = document.querySelector("main");
  const items = [...main.querySelectorAll(".item")];
  const fields = form.elements;
  const output = form.querySelector(".shown");
  const texts = new Map();
  const speakerOf = (item) => item.closest("[data-speaker]")?.dataset.speaker ?? "";
  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, fold(`${speakerOf(item)} ${item.textContent}`));
    return texts.get(item);
  };
  const fill = (select, values) => {
    const options = [...new Set(values)].filter(Boolean).sort(new Intl.Collator("de").compare).map(
      (value) => new Option(value.length > 60 ? `${value.slice(0, 59)}…` : value, value));
    select.append(...options);
  };
  // The lists are made when the filter is opened: a page of thousands opens at once.
  form.querySelector(".fine").addEventListener("toggle", () => {
    fill(fields.speaker, [...main.querySelectorAll("[data-speaker]")].map((row) => row.dataset.speaker));
    fill(fields.source, items.map((item) => item.dataset.source));
  }, { once: true });
  const apply = () => {
    const wanted = fold(fields.words.value).split(/\s+/).filter(Boolean);
    const [speaker, source, type, from, until] = ["speaker", "source", "type", "from", "until"].map((name) => fields[name].value);
    const least = Number(fields.confidence.value);
    form.querySelector("[name=level]").textContent = least ? least.toFixed(2) : "";
    const active = wanted.length || speaker || source || type || from || until || least;
    let shown = 0;
    for (const item of items) {
      const data = item.dataset;
      const fits = !active || (
        (!speaker || speakerOf(item) === speaker) && (!source || data.source === source) && (!type || data.type === type) &&
        (!from || (data.day && data.day >= from)) && (!until || (data.day && data.day <= until)) && Number(data.c) >= least &&
        wanted.every((word) => textOf(item).includes(word)));
      item.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    for (const row of main.querySelectorAll(".versions, .row, .story")) {
      row.hidden = Boolean(active) && row.querySelector(".item") !== null && !row.querySelector(".item:not([hidden])");
    }
    output.textContent = active ? output.dataset.words.replace("{a}", shown).replace("{b}", items.length) : "";
  };
  form.hidden = false;
  let waiting = 0;
  const later = () => { clearTimeout(waiting); waiting = setTimeout(apply, items.length > 2000 ? 120 : 0); };
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", later);
  form.addEventListener("reset", () => setTimeout(apply));

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
      mark.setAttribute("role", "button");
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
    const visible = items.filter((item) => !item.hidden && !item.closest("[hidden]"));
    if (!visible.length) return;
    visible[at]?.classList.remove("here");
    for (const item of main.querySelectorAll(".here")) item.classList.remove("here");
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
        fields.words.focus();
      } else if (event.key === "j" || event.key === "k") go(event.key === "j" ? 1 : -1);
    }
  });
  card.querySelector("button").addEventListener("click", close);
  // A link to what is filtered away shows it again.
  const land = () => {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* not an id */ }
    if (!target) return;
    for (let up = target; up && up !== main; up = up.parentElement) up.hidden = false;
    const cut = target.closest("del.cut, p.cut");
    if (cut) document.getElementById("show-cut").checked = true;
    requestAnimationFrame(() => target.scrollIntoView({ block: "center" }));
  };
  addEventListener("hashchange", land);
  if (location.hash) land();
})();
