/// <reference lib="dom" />
import type { Column, Frame, Plan } from '../wire.ts'
import { type Card, cardOf } from './card.ts'
import { byId, h } from './h.ts'
import { drawLines } from './lines.ts'

const COLUMNS: Readonly<Record<Column, string>> = {
  in: 'Way in',
  services: 'Services',
  messages: 'Messages',
  functions: 'Functions',
  stores: 'Stores',
}

/** Draws the way of a request from the plan: columns of cards, and the lines between them. */
export function way(plan: Plan): (frame: Frame) => void {
  const cards = new Map(plan.cards.map((it) => [it.id, cardOf(it, usesOf(plan, it.id))]))
  const columns = Object.entries(COLUMNS).flatMap(([column, title]) => {
    const own = plan.cards.filter((it) => it.column === column).map((it) => cards.get(it.id)!.element)
    if (own.length === 0) return []
    return h(
      'div',
      { class: `column column-${column}` },
      h('h3', {}, title),
      h('ul', { class: 'cards' }, ...own),
    )
  })
  const board = h('div', { class: 'columns' }, ...columns)
  byId('way').replaceChildren(byId('way-title'), board)
  drawLines(board, plan.edges, elementsOf(cards))
  return (frame) => {
    for (const card of cards.values()) card.update(frame)
  }
}

const elementsOf = (cards: ReadonlyMap<string, Card>): ReadonlyMap<string, HTMLElement> =>
  new Map([...cards].map(([id, it]) => [id, it.element]))

/** `Order service writes order-events, calls menu`: the lines in words. */
function usesOf({ cards, edges }: Plan, id: string): string {
  const title = (of: string) => cards.find((it) => it.id === of)!.title
  const own = edges.filter((it) => it.from === id)
  return own.length === 0 ? '' : `${title(id)} ${own.map((it) => `${it.how} ${title(it.to)}`).join(', ')}`
}
