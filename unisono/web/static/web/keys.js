// Keys: / search, Ctrl+K commands, j k x Enter in lists, e edit, n new, l link, [ ] neighbours, ? help, Esc leave.

const LETTERS = "unisono.letters"; // whether single letters are keys: some people's tools type them by accident

function isTyping(element) {
  return element?.matches?.("input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable]");
}

function moveInHits(input, event) {
  const list = document.getElementById(input.dataset.list || "find-hits");
  const links = [...(list?.querySelectorAll("a") || [])];
  if (!links.length || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
  const now = links.findIndex((link) => link.classList.contains("chosen"));
  if (event.key === "Enter") {
    if (input.id === "find" && now < 0) return;
    event.preventDefault();
    links[Math.max(now, 0)].click();
    return;
  }
  event.preventDefault();
  const next = (now + (event.key === "ArrowDown" ? 1 : -1) + links.length) % links.length;
  links.forEach((link, number) => link.classList.toggle("chosen", number === next));
  links[next].scrollIntoView({ block: "nearest" });
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
  if (place?.matches("summary")) place.parentElement.querySelector(".menu-list a")?.focus();
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
    "[": () => press("previous"),
    "]": () => press("next"),
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openDialog("palette");
      return;
    }
    if (event.key === "Escape") leave(event);
    if (event.target.matches?.("#find,[data-list]")) moveInHits(event.target, event);
    const other = event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target);
    if (other || document.querySelector("dialog[open]") || (letters && !letters.checked)) return;
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });
}
