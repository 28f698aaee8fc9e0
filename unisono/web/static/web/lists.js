// Rows of a list that are ticked, and the bar that says what can be done with them; radios of the link wizard.

function tell(list) {
  const ticks = [...list.querySelectorAll("input[data-tick]")];
  const ticked = ticks.filter((tick) => tick.checked);
  const bar = document.querySelector("[data-bar]");
  if (!bar) return;
  bar.hidden = !ticked.length;
  bar.querySelector("[data-count]").textContent = ticked.length;
  // All that match: without numbers, the forms go by the list's own query.
  const every = bar.querySelector("input[data-every]")?.checked;
  for (const field of bar.querySelectorAll("[data-ticked]")) {
    field.value = ticked.map((tick) => tick.value).join(",");
    field.disabled = Boolean(every);
  }
  for (const field of bar.querySelectorAll("[data-own]")) field.disabled = !every;
  const mail = bar.querySelector("a[data-mail]");
  if (mail) {
    const addresses = ticked.map((tick) => tick.dataset.mail).filter(Boolean).map((each) => each.split(";")[0]);
    mail.href = `mailto:?bcc=${encodeURIComponent(addresses.join(","))}`;
    mail.hidden = !addresses.length;
    const leftOut = ticked.map((tick) => tick.dataset.leftOut).filter(Boolean);
    const told = bar.querySelector("[data-left-out]");
    if (told) {
      told.hidden = !leftOut.length;
      told.querySelector("[data-names]").textContent = leftOut.join(", ");
    }
  }
  const all = list.querySelector("input[data-all]");
  if (all) all.checked = ticked.length === ticks.length && ticks.length > 0;
}

export function startLists() {
  document.addEventListener("change", (event) => {
    const isEvery = event.target.matches("input[data-every]");
    const list = isEvery ? document.querySelector("[data-ticks]") : event.target.closest("[data-ticks]");
    if (!list) return;
    if (event.target.matches("input[data-all]")) {
      for (const tick of list.querySelectorAll("input[data-tick]")) tick.checked = event.target.checked;
    }
    tell(list);
  });
  for (const list of document.querySelectorAll("[data-ticks]")) tell(list);
}
