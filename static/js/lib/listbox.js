// What every list under a field does (the ARIA listbox whose focus stays in the field).

export const chosenIn = (list) => list.querySelector('[aria-selected="true"]')

export function choose(list, field, option) {
  chosenIn(list)?.setAttribute("aria-selected", "false")
  option?.setAttribute("aria-selected", "true")
  pointAt(field, option)
}

// What a screen reader reads as if the focus were there.
export function pointAt(field, option) {
  if (option) field.setAttribute("aria-activedescendant", option.id)
  else field.removeAttribute("aria-activedescendant")
}

// The one that many steps away; after the last comes the first.
export const around = (options, option, steps) => options[(options.indexOf(option) + steps + options.length) % options.length]
