// A table that fits its place needs no scrolling of its own, so that its headings can stay in sight while the page scrolls.

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) fit(target.closest(".scroll"));
});

function fit(place) {
  const table = place?.querySelector("table");
  if (!table) return;
  place.classList.toggle("fits", table.scrollWidth <= place.clientWidth + 1);
}

// What hangs below the top bar and stays in sight, as high as it is by now; CSS places the rest under it.
const strips = new ResizeObserver(([{ target }]) => {
  const hangs = getComputedStyle(target).position === "sticky";
  document.documentElement.style.setProperty("--strip", hangs ? `${target.offsetHeight}px` : "0px");
});

export function startTables(root) {
  const strip = document.querySelector(".strip");
  if (strip) strips.observe(strip);
  for (const place of root.querySelectorAll?.(".scroll") || []) {
    watcher.observe(place);
    if (place.querySelector("table")) watcher.observe(place.querySelector("table"));
  }
}
