/// <reference lib="dom" />
import type { ExperimentNow, Frame, Proof, TargetNow } from '../wire.ts'
import { byId, h } from './h.ts'
import { ago, timeOfDay } from './words.ts'

/** Experiments that run or have just ended: what they do, to what, and whether it landed and is gone. */
export function experiments(): (frame: Frame) => void {
  const list = h('ul', { class: 'experiments' })
  const none = h('p', { class: 'soft' }, 'None runs, and none has ended in the last minutes.')
  byId('experiments').replaceChildren(byId('experiments-title'), none, list)
  let shown = ''
  return (frame) => {
    none.hidden = frame.experiments.length > 0
    const told = JSON.stringify(frame.experiments)
    if (told === shown) return
    shown = told
    list.replaceChildren(...frame.experiments.map(experiment))
  }
}

const experiment = (it: ExperimentNow): HTMLElement =>
  h(
    'li',
    { 'data-running': it.endedAt === null ? 'yes' : null },
    h('p', {}, h('b', {}, it.name), ' ', h('span', { class: 'state' }, it.status)),
    h('p', { class: 'soft' }, when(it)),
    h('ul', {}, ...it.actions.map((action) => h('li', {}, h('code', {}, action.id), ` ${action.status}`))),
    h('ul', { class: 'targets' }, ...it.targets.map((target) => verdict(target, it.endedAt !== null))),
  )

function when({ startedAt, endedAt, reason }: ExperimentNow): string {
  const from = `since ${timeOfDay(startedAt)}`
  return endedAt === null ? from : `${timeOfDay(startedAt)} for ${ago(endedAt - startedAt)}. ${reason}`
}

const verdict = ({ target, landed, clean }: TargetNow, ended: boolean): HTMLElement =>
  h(
    'li',
    {},
    h('code', { title: target }, shortened(target)),
    mark(landed, 'landed', ended ? 'no effect' : 'not landed yet', ended),
    ended ? mark(clean, 'clean', 'something is left', true) : null,
  )

/** `arn:aws:ecs:us-east-1:000000000001:task/cloudcafe/0f3a…` → `task/cloudcafe/0f3a…`. */
const shortened = (target: string): string =>
  target.replace(/^arn:([^:]*:){4}[^:]*:/, '').replace(/^arn:.*:/, '')

const mark = ({ ok, evidence }: Proof, yes: string, no: string, final: boolean): HTMLElement =>
  h(
    'span',
    { class: `mark ${ok ? 'good' : final ? 'bad' : 'soft'}`, title: evidence },
    h('span', { 'aria-hidden': 'true' }, ok ? '✓ ' : final ? '✕ ' : '… '),
    ok ? yes : no,
  )
