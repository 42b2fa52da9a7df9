/// <reference lib="dom" />
import type { AlarmNow, Frame, Plan } from '../wire.ts'
import { byId, h, keyed, setAttribute, setText } from './h.ts'
import { ago, timeOfDay } from './words.ts'

const WORDS: Readonly<Record<AlarmNow['state'], string>> = {
  OK: 'OK',
  ALARM: 'ALARM',
  INSUFFICIENT_DATA: 'no data',
}
const ORDER: readonly AlarmNow['state'][] = ['ALARM', 'INSUFFICIENT_DATA', 'OK']

/** The alarms, those that are on first, each with its state and since when. */
export function alarms(plan: Plan): (frame: Frame) => void {
  const list = h('ul', { class: 'alarms' })
  const none = h('p', { class: 'soft' }, 'They are watched as soon as the system is up.')
  byId('alarms').replaceChildren(byId('alarms-title'), none, list)
  let now = 0
  const show = keyed<AlarmNow, HTMLLIElement>(list, make, (element, it) => {
    const [state, name, since] = element.children
    setAttribute(element, 'data-state', it.state)
    setAttribute(element, 'title', it.reason)
    setText(state!, WORDS[it.state])
    setText(name!.firstChild!, it.name)
    setText(name!.lastChild!, plan.alarms[it.name] ?? '')
    setText(since!, `${timeOfDay(it.since)}, ${ago(now - it.since)}`)
  })
  return (frame) => {
    now = frame.at
    none.hidden = frame.alarms.length > 0
    const sorted = frame.alarms.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state))
    show(sorted.map((it) => [it.name, it]))
  }
}

const make = () =>
  h(
    'li',
    {},
    h('span', { class: 'state' }),
    h('span', { class: 'name' }, h('b'), h('small')),
    h('span', { class: 'since soft' }),
  )
