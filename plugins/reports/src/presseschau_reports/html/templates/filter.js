
"use strict";
// Search and filters over what the page holds. The page is whole without them.
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
})();
