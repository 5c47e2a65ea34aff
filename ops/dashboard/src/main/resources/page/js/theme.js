// Before anything is painted: the theme chosen here, or else the system's.
(function () {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try {
    chosen = window.localStorage.getItem("braid.theme");
  } catch (refused) {
    chosen = null;
  }
  const apply = () => {
    root.dataset.theme = chosen || (system.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("braid:theme"));
  };
  system.addEventListener("change", apply);
  window.braidTheme = {
    toggle() {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      try {
        window.localStorage.setItem("braid.theme", chosen);
      } catch (refused) {
        // Not kept, then: it holds until the page is closed.
      }
      apply();
    },
  };
  apply();
})();
