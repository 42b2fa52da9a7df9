/// <reference lib="dom" />
import type { CardPlan, FigurePlan, Frame, Tile, Value } from '../wire.ts'
import { h, keyed, setAttribute, setText } from './h.ts'
import { makeTile, updateTile } from './tile.ts'
import { counted, figure } from './words.ts'

/** More parts than this are drawn as dots. */
const MOST_TILES = 12

/** A card on the board. */
export interface Card {
  readonly element: HTMLElement
  readonly update: (frame: Frame) => void
}

/** The card of a workload, resource or entry; `uses` says for those who cannot see lines where it goes. */
export function cardOf(plan: CardPlan, uses: string): Card {
  const parts = h('span', { class: 'parts' })
  const tiles = h('ul', { class: 'tiles' })
  const figures = plan.figures.map(figureOf)
  const trouble = h('p', { class: 'trouble' })
  const element = h(
    'li',
    { class: 'card', id: `card-${plan.id}`, tabindex: '0', 'data-played': plan.played ? null : 'no' },
    h(
      'div',
      { class: 'card-head' },
      h('h4', {}, plan.title),
      h('span', { class: 'soft' }, plan.service === plan.title ? '' : plan.service),
      parts,
    ),
    plan.note ? h('p', { class: 'soft' }, plan.note) : null,
    tiles,
    h('dl', { class: 'figures' }, ...figures.map((it) => it.element)),
    trouble,
    uses ? h('p', { class: 'unseen' }, uses) : null,
  )
  const showTiles = keyed(tiles, () => makeTile(plan.cpuTarget), updateTile)
  return {
    element,
    update(frame) {
      const all = frame.tiles[plan.id] ?? []
      tiles.hidden = all.length === 0
      setAttribute(tiles, 'data-many', all.length > MOST_TILES ? 'yes' : null)
      showTiles(all.map((it) => [it.id, it]))
      setText(parts, partsOf(plan, frame.parts[plan.id], all))
      const values = frame.figures[plan.id] ?? []
      figures.forEach((it, at) => {
        it.update(values[at])
      })
      const why = frame.troubles[plan.id] ?? ''
      setText(trouble, why)
      setAttribute(element, 'data-tone', toneOf(why, frame.parts[plan.id]))
    },
  }
}

type Parts = Frame['parts'][string] | undefined

function partsOf({ noun }: CardPlan, parts: Parts, tiles: readonly Tile[]): string {
  if (parts) return `${parts.well} of ${counted(parts.wanted, noun ?? 'part')}`
  return noun && tiles.length > 0 ? counted(tiles.length, noun) : ''
}

function toneOf(trouble: string, parts: Parts): string | null {
  if (trouble || (parts && parts.wanted > 0 && parts.well === 0)) return 'ill'
  return parts && parts.well < parts.wanted ? 'coming' : null
}

function figureOf({ label, unit, limit, rare }: FigurePlan) {
  const number = h('dd')
  const element = h('div', {}, h('dt', {}, label), number)
  return {
    element,
    update(value: Value | undefined) {
      element.hidden = rare && (value === null || value === undefined)
      const against = limit ? ` of ${figure(limit, unit)}` : ''
      setText(number, figure(value, unit) + (value === null ? '' : against))
      setAttribute(element, 'data-over', limit !== null && (value ?? 0) > limit ? 'yes' : null)
    },
  }
}
