// Menus are details elements: Esc, a click elsewhere and a choice close them.
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

export function watchMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      const inside = menu.contains(event.target);
      const chosen = inside && event.target.closest("a, input[type=radio]");
      const byPointer = event.detail > 0 || !chosen || chosen.tagName === "A";
      if (!inside || (chosen && byPointer)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest("details[data-menu][open]");
    if (!menu) return;
    const chose = event.key === "Enter" && event.target.type === "radio";
    if (event.key !== "Escape" && !chose) return;
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
