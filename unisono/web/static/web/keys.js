// Keys: / search, Ctrl+K commands, j k x Enter in lists, e edit, n new, l link, d document, f facts, t timeline, u undo, [ ]
// neighbours, ? help, F1 what a field means, Esc leave.

const LETTERS = "unisono.letters"; // whether single letters are keys: some people's tools type them by accident

function isTyping(element) {
  return element?.matches?.("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]");
}

// Arrows go from the input into the hits and among them; Enter takes the first one, when it has come.
function moveInHits(event) {
  const input = event.target.closest("#find,[data-list]");
  const list = input ? document.getElementById(input.dataset.list || "find-hits") : event.target.closest(".hits");
  const links = [...(list?.querySelectorAll("a") || [])];
  if (input?.dataset.list && event.key === "Enter") {
    event.preventDefault();
    if (list.dataset.shown === input.value) links[0]?.click();
    else input.dataset.wants = "first";
  }
  if (!links.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const now = links.indexOf(document.activeElement);
  const next = now + (event.key === "ArrowDown" ? 1 : -1);
  (links[next] || (next < 0 ? document.querySelector(list.dataset.input) : links[0]))?.focus();
}

// The hits say of which text they are: somebody who types and presses Enter at once gets no hit of what stood before.
function takeFirst(event) {
  const list = event.detail.target;
  const input = document.querySelector(list.dataset?.input || "nothing");
  if (!input) return;
  list.dataset.shown = event.detail.requestConfig.parameters.q;
  if (!input.dataset.wants || list.dataset.shown !== input.value) return;
  delete input.dataset.wants;
  list.querySelector("a")?.click();
}

function moveInRows(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[Math.min(Math.max(now + step, 0), rows.length - 1)];
  next.querySelector("a[data-main]").focus();
  next.scrollIntoView({ block: "nearest" });
}

// A menu that a key opens takes the focus, or else nobody could go on by keyboard.
function press(key) {
  const place = document.querySelector(`[data-key=${key}]`);
  place?.click();
  if (place?.matches("summary")) place.parentElement.querySelector(".menu-list a, .menu-list button")?.focus();
}

// To the first thing that can be pressed in a part of the card.
function jump(place) {
  document.querySelector(`${place} :is(button,a):not(.segment)`)?.focus();
}

// What was just done is undone; of what was done before, the latest is only gone to.
function undo() {
  const mine = document.querySelector("[data-undo]");
  if (mine) mine.click();
  else (document.querySelector("#timeline form[action^='/undo/'] button") || document.querySelector("#timeline"))?.focus();
}

// What a field means stands beside its label; whoever types opens it from within, without a stop of the Tab key for each.
function tellMeaning(event) {
  const meaning = event.target.closest?.(".labelled")?.querySelector("details.meaning");
  if (!meaning) return;
  event.preventDefault();
  meaning.open = !meaning.open;
}

function leave(event) {
  const cancel = event.target.closest?.("[data-fact]")?.querySelector("[data-cancel]");
  if (cancel) cancel.click();
  document.getElementById("find-hits")?.replaceChildren();
  const menu = document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (isTyping(event.target) && !event.target.closest("dialog,[data-fact]")) event.target.blur();
}

export function startKeys(openDialog) {
  const letters = document.getElementById("letters");
  if (letters) {
    letters.checked = localStorage.getItem(LETTERS) !== "off";
    letters.addEventListener("change", () => localStorage.setItem(LETTERS, letters.checked ? "on" : "off"));
  }
  const acts = {
    "/": () => document.getElementById("find")?.focus(),
    "?": () => openDialog("help"),
    j: () => moveInRows(1),
    k: () => moveInRows(-1),
    x: () => document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]")?.click(),
    e: () => press("e"),
    n: () => press("n"),
    l: () => press("l"),
    d: () => press("d"),
    f: () => jump("#facts"),
    t: () => document.querySelector("#timeline")?.focus(),
    u: () => undo(),
    "[": () => press("previous"),
    "]": () => press("next"),
  };
  document.addEventListener("htmx:afterSettle", takeFirst);
  document.addEventListener("input", (event) => delete event.target.dataset?.wants);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openDialog("palette");
      return;
    }
    if (event.key === "Escape") leave(event);
    if (event.key === "F1") tellMeaning(event);
    if (event.target.closest?.("#find,[data-list],.hits")) moveInHits(event);
    const other = event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target);
    if (other || document.querySelector("dialog[open]") || (letters && !letters.checked)) return;
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });
}
