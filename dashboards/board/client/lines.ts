/// <reference lib="dom" />
import type { Edge } from '../wire.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** Pixels by which a line between cards of one column bows out. */
const BOW = 14

/** Draws a line for each edge behind the cards, and lifts out those of the card that is pointed at or has the focus. */
export function drawLines(
  board: HTMLElement,
  edges: readonly Edge[],
  cards: ReadonlyMap<string, HTMLElement>,
): void {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('class', 'lines')
  svg.setAttribute('aria-hidden', 'true')
  const lines = edges.map(({ from, to }) => {
    const path = document.createElementNS(SVG, 'path')
    svg.append(path)
    return { path, from: cards.get(from)!, to: cards.get(to)! }
  })
  board.prepend(svg)
  const place = () => {
    const origin = board.getBoundingClientRect()
    for (const { path, from, to } of lines)
      path.setAttribute('d', curve(from.getBoundingClientRect(), to.getBoundingClientRect(), origin))
  }
  const resized = new ResizeObserver(place)
  resized.observe(board)
  for (const card of cards.values()) resized.observe(card)
  const lift = (card: Element | null) => {
    board.classList.toggle('lifting', card !== null)
    const ends = lines.filter((it) => it.from === card || it.to === card)
    for (const { path } of lines)
      path.classList.toggle(
        'lifted',
        ends.some((it) => it.path === path),
      )
    const near = new Set(ends.flatMap((it) => [it.from, it.to]))
    for (const one of cards.values()) one.classList.toggle('near', near.has(one))
  }
  const cardAt = (event: Event) => (event.target as Element).closest('.card')
  for (const name of ['pointerover', 'focusin']) board.addEventListener(name, (event) => lift(cardAt(event)))
  for (const name of ['pointerleave', 'focusout']) board.addEventListener(name, () => lift(null))
}

/** From side to side where the cards stand in different columns, and along their left where they stand in one. */
function curve(from: DOMRect, to: DOMRect, origin: DOMRect): string {
  const y = (it: DOMRect) => it.top - origin.top + it.height / 2
  const [left, right] = from.left <= to.left ? [from, to] : [to, from]
  if (right.left < left.right) {
    const x = from.left - origin.left
    return `M${x} ${y(from)}C${x - BOW} ${y(from)} ${x - BOW} ${y(to)} ${x} ${y(to)}`
  }
  const [x1, x2] = [left.right - origin.left, right.left - origin.left]
  const middle = (x1 + x2) / 2
  return `M${x1} ${y(left)}C${middle} ${y(left)} ${middle} ${y(right)} ${x2} ${y(right)}`
}
