/// <reference lib="dom" />
import type { Tile } from '../wire.ts'
import { h, setAttribute, setText } from './h.ts'

const MARKS: Readonly<Record<Tile['tone'], string>> = {
  well: '',
  coming: '…',
  leaving: '↓',
  ill: '!',
  gone: '✕',
}
/** Letters at the end of an id that tell its copies apart. */
const SHORT = 5

/** A copy: its zone, the end of its id, its state and its CPU against the percent at which copies are added. */
export function makeTile(cpuTarget: number | null): HTMLLIElement {
  const tile = h(
    'li',
    { class: 'tile' },
    h('span', { class: 'tile-id', 'aria-hidden': 'true' }),
    h('span', { class: 'tile-state', 'aria-hidden': 'true' }),
    h('span', { class: 'tile-bar', 'aria-hidden': 'true' }, h('i'), cpuTarget === null ? null : h('u')),
    h('span', { class: 'unseen' }),
  )
  if (cpuTarget !== null) tile.style.setProperty('--target', `${cpuTarget}%`)
  return tile
}

export function updateTile(element: HTMLLIElement, it: Tile): void {
  const [id, state, , words] = element.children
  setAttribute(element, 'data-tone', it.tone)
  setAttribute(element, 'data-target', it.target ? 'yes' : null)
  setText(id!, `${it.zone ?? ''} ${it.id.split('-').at(-1)!.slice(-SHORT)}`.trim())
  setText(state!, stateOf(it))
  setText(words!, sentence(it))
  setAttribute(element, 'title', sentence(it))
  element.style.setProperty('--load', `${Math.min(100, it.load ?? 0)}%`)
  setAttribute(element, 'data-load', it.load === null ? null : 'yes')
}

const stateOf = ({ tone, load, state }: Tile): string =>
  load !== null && tone === 'well' ? `${load}\u202f%` : `${MARKS[tone]} ${state}`.trim()

const sentence = ({ id, zone, state, load, target }: Tile): string =>
  [
    id,
    zone && `zone ${zone}`,
    state,
    load !== null && `${load} % of its CPU`,
    target && 'chosen by an experiment',
  ]
    .filter(Boolean)
    .join(', ')
