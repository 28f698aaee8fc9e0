// What follows from a field that was left goes into inputs that are blank, and says so until somebody types there.
const ASKS = "proposals";
const inputOf = (name) => document.getElementById(`in-${name}`);

function note(input, text) {
  const id = `proposed-${input.name}`;
  const line = document.getElementById(id) || document.createElement("div");
  line.id = id;
  line.className = "quiet small";
  line.textContent = text;
  input.closest(".labelled").append(line);
  const others = (input.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== id);
  input.setAttribute("aria-describedby", [...others, id].join(" "));
}

function forget(input) {
  const id = `proposed-${input.name}`;
  delete input.dataset.proposed;
  document.getElementById(id)?.remove();
  const others = (input.getAttribute("aria-describedby") || "").split(" ").filter((each) => each && each !== id);
  if (others.length) input.setAttribute("aria-describedby", others.join(" "));
  else input.removeAttribute("aria-describedby");
}

function fill(input, { value, dataset }) {
  if (input.value.trim() && !("proposed" in input.dataset)) return; // what was typed is never overwritten
  input.value = value;
  if (input.value !== value) return; // a list that does not have it
  input.dataset.proposed = "";
  note(input, dataset.note);
  // Whoever is there already types over it, or behind a calling code.
  if (input === document.activeElement && input.type === "text") input.select();
}

function offer(list) {
  const input = inputOf("city");
  document.querySelector("datalist[data-offered]")?.remove();
  input?.removeAttribute("list");
  if (!list || !input) return;
  list.dataset.offered = "";
  input.after(list);
  input.setAttribute("list", list.id);
  note(input, list.dataset.note);
}

export function startProposals() {
  document.addEventListener("htmx:configRequest", (event) => {
    const { elt, parameters, triggeringEvent } = event.detail;
    if (elt.id === ASKS) parameters.changed = triggeringEvent?.target?.name || "";
    // A proposal is no answer: it may give way to another, and a calling code alone is no phone.
    for (const input of document.querySelectorAll("[data-proposed]")) {
      if (parameters[input.name] !== undefined && (elt.id === ASKS || input.type === "tel")) parameters[input.name] = "";
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target } = event.detail;
    if (target.id !== ASKS) return;
    for (const each of target.querySelectorAll("data")) {
      const input = inputOf(each.dataset.for);
      if (input) fill(input, each);
    }
    offer(target.querySelector("datalist"));
  });
  document.addEventListener("input", (event) => {
    if (event.target.id?.startsWith("in-")) forget(event.target);
  });
}
