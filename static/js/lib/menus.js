// Only one menu is open at a time, and a chosen item closes it.
document.addEventListener("click", ({ target }) => {
  const chosen = target.closest?.(".menu__item")
  for (const menu of document.querySelectorAll("details.menu[open]"))
    if (chosen || !menu.contains(target)) menu.open = false
})

document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return
  const menu = document.querySelector("details.menu[open]")
  if (menu) menu.open = false
  menu?.querySelector("summary").focus()
})
