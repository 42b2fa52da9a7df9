/// <reference lib="dom" />

type Child = Node | string | null | undefined | false

/** Makes an element; text is text, never markup. Attributes that are null are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | null>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(name, value)
  element.append(...children.filter((it): it is Node | string => Boolean(it)))
  return element
}

/** The element of that id, which index.html has. */
export const byId = (id: string): HTMLElement => document.getElementById(id)!

/** Sets text where it differs: an unchanged node costs no layout and is not read out again. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text
}

/** Sets an attribute where it differs; null takes it away. */
export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}

/** Keeps one element for each key in a list, in the order given: made once, updated each time, removed when it is gone. */
export function keyed<T, E extends HTMLElement>(
  list: HTMLElement,
  make: (it: T) => E,
  update: (element: E, it: T) => void,
): (all: readonly (readonly [key: string, it: T])[]) => void {
  const known = new Map<string, E>()
  return (all) => {
    const wanted = new Set(all.map(([key]) => key))
    for (const [key, element] of known)
      if (!wanted.has(key)) {
        element.remove()
        known.delete(key)
      }
    all.forEach(([key, it], at) => {
      const element = known.get(key) ?? make(it)
      known.set(key, element)
      update(element, it)
      if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null)
    })
  }
}
