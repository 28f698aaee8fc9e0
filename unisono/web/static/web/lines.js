// Lines of a document's form: added and taken out; sums and amounts follow, and Enter in a line goes on in the next one.

const body = document.querySelector("[data-lines]");
const blank = document.querySelector("template[data-blank-line]");
const form = document.getElementById("document-form");

function add() {
  body.append(blank.content.cloneNode(true));
  const first = body.lastElementChild.querySelector("textarea");
  first.focus();
  return first;
}

function changed() {
  form.dispatchEvent(new Event("lines-changed"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-add-line]")) add();
  const drop = event.target.closest("[data-drop-line]");
  if (!drop) return;
  const row = drop.closest("[data-line]");
  const next = row.nextElementSibling || row.previousElementSibling;
  row.remove();
  if (next) next.querySelector("textarea").focus();
  else add();
  changed();
});

// What each line comes to, as the server says it with the sums; a line left blank has none.
document.addEventListener("htmx:afterSettle", () => {
  const amounts = JSON.parse(document.getElementById("document-totals")?.dataset.amounts || "null");
  if (!Array.isArray(amounts)) return;
  for (const row of body.querySelectorAll("[data-line]")) {
    const typed = [...row.querySelectorAll("textarea,input")].some((input) => input.value.trim());
    row.querySelector("[data-amount]").textContent = typed ? amounts.shift() || "" : "";
  }
});

document.querySelector("[aria-invalid=true]")?.focus();

body.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.matches("textarea,button") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const next = event.target.closest("[data-line]").nextElementSibling;
  if (next) next.querySelector("textarea").focus();
  else add();
});
