
"use strict";
// The page is whole without this script; it adds filters, and a card with the provenance for touch and keyboard.
(() => {
  const fold = (text) => text.toLocaleLowerCase("de").normalize("NFC");
  for (const form of document.querySelectorAll("form.filter")) {
    const section = document.getElementById(form.dataset.for);
    const search = form.querySelector("input[type=search]");
    const type = form.querySelector("select");
    const output = form.querySelector("output");
    const inSources = form.dataset.for === "sources";
    const items = [...section.querySelectorAll(inSources ? "article.source" : ".said > li[data-type]")];
    const texts = new Map();
    const textOf = (item) => {
      if (!texts.has(item)) {
        const name = inSources ? "" : item.closest(".row").querySelector("h3").textContent;
        texts.set(item, fold(`${name} ${item.textContent}`));
      }
      return texts.get(item);
    };
    const apply = () => {
      const wanted = fold(search.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of items) {
        const fits = (!type || !type.value || item.dataset.type === type.value) && wanted.every((word) => textOf(item).includes(word));
        item.hidden = !fits;
        shown += fits ? 1 : 0;
      }
      for (const row of section.querySelectorAll(".speaker-row")) {
        row.hidden = !row.querySelector(".said > li[data-type]:not([hidden])");
      }
      output.textContent = shown === items.length ? "" : `${shown} of ${items.length}`;
    };
    form.hidden = false;
    for (const label of form.querySelectorAll("label.js")) label.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    search.addEventListener("input", apply);
    if (type) type.addEventListener("change", apply);
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
  for (const mark of document.querySelectorAll(".text [id][title]")) {
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-description", mark.title);
  }
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".text [title]");
    if (mark && !String(getSelection())) show(mark);
    else if (!event.target.closest("#card")) card.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".text [id][title]")) {
      event.preventDefault();
      show(event.target);
    }
  });
  card.querySelector("button").addEventListener("click", close);
  // A link to a mark in what is filtered away shows it again.
  addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const source = target && target.closest("article.source");
    if (source) {
      source.hidden = false;
      target.scrollIntoView({ block: "center" });
    }
  });
})();
