
"use strict";
// Search as you type: what the form would ask for, put in the place of the results. Without this script the button does it.
(() => {
  const form = document.getElementById("filter");
  let asked = 0;
  let waiting = 0;
  const search = async () => {
    const given = [...new FormData(form)].filter(([, value]) => value !== "");
    const address = new URL(form.getAttribute("action"), location.href);
    address.search = new URLSearchParams(given);
    const mine = ++asked;
    const answer = await fetch(address, { headers: { accept: "text/html" } }).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== asked) return;
    document.getElementById("results").replaceWith(document.adoptNode(found.getElementById("results")));
    document.title = found.title;
    history.replaceState(null, "", address);
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 150); });
})();
