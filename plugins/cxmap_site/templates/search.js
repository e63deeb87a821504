"use strict";
(() => {
  const rows = JSON.parse(document.getElementById("index").textContent);
  const box = document.getElementById("q");
  const found = document.getElementById("found");
  const many = document.getElementById("how-many");
  const most = 40;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = rows.map((row) => plain(row[0] + " " + row[1] + " " + row[3]));
  const show = (row) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = row[2];
    link.textContent = row[0];
    const more = document.createElement("span");
    more.textContent = " " + row[1] + (row[3] ? "; " + row[3] : "");
    item.append(link, more);
    return item;
  };
  const search = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    found.replaceChildren();
    if (!words.length) { many.textContent = ""; return; }
    const hits = rows.filter((row, at) => words.every((word) => texts[at].includes(word)));
    const first = (row) => (plain(row[0]).startsWith(words[0]) ? 0 : 1);
    hits.sort((a, b) => first(a) - first(b));
    found.append(...hits.slice(0, most).map(show));
    many.textContent = hits.length ? hits.length + " found" + (hits.length > most ? ", the first " + most + " shown" : "") : "Nothing found";
  };
  box.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { box.value = ""; search(); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); box.focus(); }
  });
  if (location.hash.startsWith("#q=")) { box.value = decodeURIComponent(location.hash.slice(3)); search(); }
})();
