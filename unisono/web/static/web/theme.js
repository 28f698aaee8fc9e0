// Before anything is drawn: the person's choice of light or dark, else the device's.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    root.dataset.bsTheme = root.dataset.theme || (dark.matches ? "dark" : "light");
  };
  apply();
  dark.addEventListener("change", apply);
})();
