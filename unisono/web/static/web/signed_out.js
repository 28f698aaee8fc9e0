// The session ended while a page was open: the page stays as it is, the sign-in opens on top of it, and what was asked
// for is asked for once more, by the same person only.
import { renew, show, signInBeside, whoIsIn } from "./signing.js";

const dialog = document.getElementById("signed-out");
const box = dialog?.querySelector("[data-way-in]");
const waiting = new Map(); // by element: what it asked for, which was not answered
const repeated = new WeakSet();
let asking = false;
let waved = false; // away, by the person: what the page asks by itself opens it no more

function say(what) {
  for (const each of dialog.querySelectorAll("[data-say]")) each.hidden = each.dataset.say !== what;
  dialog.querySelector("[data-reload]").hidden = what !== "other";
}

function repeat({ requestConfig: { elt, verb, path, target, triggeringEvent }, etc }) {
  repeated.add(elt);
  // What an element asks for, it says anew; what the script asked for says it itself.
  const own = elt === document.body ? { target, values: etc.values } : { source: elt, event: triggeringEvent };
  htmx.ajax(verb, path, { ...own, swap: etc.swapOverride });
}

function isIn(who) {
  box.replaceChildren();
  if (who.who !== document.body.dataset.who) {
    say("other");
    if (!dialog.open) dialog.showModal();
    return;
  }
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": who.token }));
  renew(document, who.token);
  const all = [...waiting.values()];
  waiting.clear();
  waved = false;
  if (dialog.open) dialog.close();
  all.forEach(repeat);
}

async function ask() {
  if (asking || dialog.open) return;
  asking = true;
  try {
    const { page, who } = await whoIsIn(dialog.dataset.way);
    if (who) {
      isIn(who);
      return;
    }
    say("out");
    dialog.showModal();
    show(box, page);
  } catch {
    waiting.clear();
    htmx.trigger(document.body, "htmx:sendError");
  } finally {
    asking = false;
  }
}

export function startSignedOut() {
  if (!dialog) return;
  signInBeside(box, dialog.dataset.way, isIn);
  dialog.querySelector("[data-reload]").addEventListener("click", () => location.reload());
  dialog.addEventListener("close", () => {
    waved = waiting.size > 0;
    box.replaceChildren();
    waiting.clear();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const why = xhr.getResponseHeader("Signed-Out");
    const elt = requestConfig.elt;
    if (!why) repeated.delete(elt);
    else if (why === "out" || !repeated.has(elt)) {
      event.detail.shouldSwap = event.detail.isError = false;
      const byPerson = requestConfig.verb !== "get" || requestConfig.triggeringEvent?.isTrusted;
      if (waved && !byPerson) return;
      waiting.set(elt, event.detail);
      ask();
    }
  });
}
