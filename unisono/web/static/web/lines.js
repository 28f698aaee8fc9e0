// Lines of a document's form: added, inserted, moved and taken out; sums and amounts follow, and Enter in a line goes on in the
// next one. A new line has the VAT rate of the line above it.

const body = document.querySelector("[data-lines]");
const blank = document.querySelector("template[data-blank-line]");
const form = document.getElementById("document-form");

function rateOf(row) {
  return row?.querySelector("[name='line.vat_pct']");
}

function add(before = null) {
  const above = before ? before.previousElementSibling || before : body.lastElementChild;
  body.insertBefore(blank.content.cloneNode(true), before);
  const made = before ? before.previousElementSibling : body.lastElementChild;
  if (rateOf(above)?.value) rateOf(made).value = rateOf(above).value;
  made.querySelector("textarea").focus();
}

function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  const focused = document.activeElement;
  if (step < 0) other.before(row);
  else other.after(row);
  focused.focus();
  row.scrollIntoView({ block: "nearest" });
  changed();
}

function changed() {
  form.dispatchEvent(new Event("lines-changed"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-add-line]")) add();
  const inserts = event.target.closest("[data-insert-line]");
  if (inserts) add(inserts.closest("[data-line]"));
  const raises = event.target.closest("[data-raise-line]");
  if (raises) move(raises.closest("[data-line]"), -1);
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
    const typed = [...row.querySelectorAll("textarea,input:not([name='line.vat_pct'])")].some((input) => input.value.trim());
    row.querySelector("[data-amount]").textContent = typed ? amounts.shift() || "" : "";
  }
});

document.querySelector("[aria-invalid=true]")?.focus();

body.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-line]");
  if (event.altKey && ["ArrowUp", "ArrowDown", "Insert"].includes(event.key)) {
    event.preventDefault();
    if (event.key === "Insert") add(row);
    else move(row, event.key === "ArrowUp" ? -1 : 1);
    return;
  }
  if (event.key !== "Enter" || event.target.matches("textarea,button") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const next = row.nextElementSibling;
  if (next) next.querySelector("textarea").focus();
  else add();
});
