/// <reference lib="dom" />
import type { Said } from '../wire.ts'
import { byId, h } from './h.ts'
import { timeOfDay } from './words.ts'

const MOST_LINES = 200
const MOST_LETTERS = 140

/** The journal, newest first; a page that connects again begins it anew. */
export function journal(): (said: Said) => void {
  const list = h('ol', { class: 'lines-of-journal', tabindex: '0', role: 'log', 'aria-live': 'off' })
  byId('journal').replaceChildren(byId('journal-title'), list)
  return (said) => {
    list.prepend(line(said))
    while (list.children.length > MOST_LINES) list.lastElementChild!.remove()
  }
}

const line = ({ at, part, what, detail }: Said): HTMLElement =>
  h(
    'li',
    {},
    h('time', { datetime: at, class: 'soft' }, timeOfDay(Date.parse(at))),
    h('span', {}, h('b', {}, part), ` ${what} `, h('span', { class: 'soft' }, detailOf(detail ?? {}))),
  )

/** Words and numbers of the detail; what is deeper stands in the events file. */
const detailOf = (detail: NonNullable<Said['detail']>): string =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => shortened(`${name} ${value}`))
    .join(', ')

const shortened = (text: string): string =>
  text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text
