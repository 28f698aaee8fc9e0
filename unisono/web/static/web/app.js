// What every page needs: dialogs, keys, messages, moments in the reader's own time. Pages work without it, less swiftly.
import { tellMissingFonts } from "./fonts.js";
import { startKeys } from "./keys.js";
import { startLists } from "./lists.js";
import { startPictures } from "./pictures.js";
import { startTables } from "./tables.js";
import { startSignedOut } from "./signed_out.js";
import { startProposals } from "./proposals.js";

const HIDE_BLANK = "unisono.hide-blank";
const byId = (id) => document.getElementById(id);

function tellTimes(root) {
  const language = document.documentElement.lang;
  const formats = {
    short: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }),
    date: new Intl.DateTimeFormat(language, { dateStyle: "medium" }),
    time: new Intl.DateTimeFormat(language, { timeStyle: "short" }),
  };
  for (const time of root.querySelectorAll("time[data-words]")) {
    const at = new Date(time.dateTime);
    time.textContent = formats[time.dataset.words].format(at);
    time.title = at.toLocaleString(language);
    delete time.dataset.words;
  }
}

export function openDialog(id) {
  const dialog = byId(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new Event("opened"));
  const input = dialog.querySelector("input[type=text]");
  if (input) {
    input.value = "";
    input.dispatchEvent(new Event("opened"));
    input.focus();
  }
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open],[data-close],[data-dismiss],[data-back],[data-print],[data-all]");
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  if (!event.target.closest(".find")) byId("find-hits")?.replaceChildren();
  if (event.target instanceof HTMLDialogElement) event.target.close();
  if (!target) return;
  if (target.dataset.open) openDialog(target.dataset.open);
  if ("close" in target.dataset) target.closest("dialog").close();
  if ("dismiss" in target.dataset) target.closest("[data-message]").remove();
  if ("back" in target.dataset) history.back();
  if ("print" in target.dataset) print();
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  if (event.target.id === "hide-blank") localStorage.setItem(HIDE_BLANK, event.target.checked ? "on" : "off");
});

function keepHidingBlanks() {
  const choice = byId("hide-blank");
  if (choice) choice.checked = localStorage.getItem(HIDE_BLANK) !== "off";
}

// A second click on a button that is already at work does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return; // htmx sends it
  if (form.dataset.sent) event.preventDefault();
  else form.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What came into place: tell its times, and show where a change went.
document.addEventListener("htmx:load", (event) => {
  tellTimes(event.detail.elt);
  keepHidingBlanks();
  startPictures(event.detail.elt);
  startTables(event.detail.elt);
  const first = event.detail.elt.querySelector?.("[data-focus]");
  if (first) {
    first.focus();
    first.select?.();
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "drawer-body" && !byId("drawer").open) byId("drawer").showModal();
});
document.addEventListener("htmx:sendError", () => {
  const box = document.createElement("div");
  box.className = "message message-error";
  box.dataset.message = "";
  box.setAttribute("role", "alert");
  box.textContent = document.documentElement.lang === "es" ? "No hay conexión con el servidor." : "The server cannot be reached.";
  byId("messages")?.append(box);
});

// A field edited in place: Escape leaves it, and the focus comes back to where it was.
// One field at a time: what was typed into another one is never lost to the card's being drawn anew.
let edited = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  const fact = event.detail.elt.closest?.("[data-fact]");
  if (!fact) return;
  const open = document.querySelector("[data-fact] form");
  if (open && !fact.contains(open) && isTouched(open)) {
    event.preventDefault();
    open.querySelector("[data-focus]")?.focus();
    return;
  }
  edited = fact.id;
});

// A number or an address that is clicked begins a call or a mail in another program, and logs itself.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-log]");
  if (!link) return;
  const what = link.protocol === "tel:" ? "phone_call" : "email";
  htmx.ajax("POST", link.dataset.log, { target: "#messages", swap: "beforeend", values: { what } }).then(() => htmx.trigger(document.body, "logged"));
});

// Which part of a whole is shown is marked on its button.
document.addEventListener("click", (event) => {
  const chosen = event.target.closest(".segment[hx-get]");
  for (const each of chosen?.parentElement.children || []) each.setAttribute("aria-pressed", each === chosen);
});

function isTouched(form) {
  return [...form.elements].some((each) =>
    each.matches("select") ? [...each.options].some((option) => option.selected !== option.defaultSelected)
      : each.type === "checkbox" ? each.checked !== each.defaultChecked : each.type !== "hidden" && each.value !== each.defaultValue,
  );
}
document.addEventListener("htmx:afterSettle", () => {
  if (!edited || (document.activeElement && document.activeElement !== document.body)) return;
  const button = byId(edited)?.querySelector("button,a,input");
  if (button) {
    button.focus();
    edited = "";
  }
});

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
for (const input of document.querySelectorAll("input[data-zone]")) input.value = zone;
// Lists go by the reader's days: today, last week.
document.cookie = `zone=${zone}; path=/; max-age=31536000; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
tellTimes(document);
keepHidingBlanks();
startKeys(openDialog);
startLists();
startSignedOut();
startPictures(document);
startTables(document);
tellMissingFonts();
startProposals();
