/// <reference lib="dom" />
import type { Frame, Plan } from '../wire.ts'
import { byId, setAttribute, setText } from './h.ts'
import { counted } from './words.ts'

/** The board in one sentence, which screen readers are told as it changes. */
export function summary(plan: Plan): (frame: Frame) => void {
  setText(byId('title'), plan.title)
  setText(byId('pace'), plan.timeScale === 1 ? "at AWS's pace" : `at ${plan.timeScale} times AWS's pace`)
  return (frame) => {
    const on = frame.alarms.filter((it) => it.state === 'ALARM').map((it) => it.name)
    const ill = plan.cards.filter((it) => isIll(frame, it.id)).map((it) => it.title)
    const runs = frame.experiments.filter((it) => it.endedAt === null).length
    const text = [
      on.length > 0 && `${counted(on.length, 'alarm')} on: ${on.join(', ')}`,
      ill.length > 0 && `Not whole: ${ill.join(', ')}`,
      on.length + ill.length === 0 && (frame.alarms.length > 0 ? 'All is well' : 'Starting'),
      runs > 0 && `${counted(runs, 'experiment')} under way`,
    ]
    setText(byId('summary'), text.filter(Boolean).join('. '))
    setAttribute(byId('summary'), 'data-tone', on.length > 0 ? 'ill' : ill.length > 0 ? 'coming' : 'well')
    document.title = on.length > 0 ? `${counted(on.length, 'alarm')} · ${plan.title}` : plan.title
  }
}

function isIll({ troubles, parts }: Frame, id: string): boolean {
  const part = parts[id]
  return Boolean(troubles[id]) || (part !== undefined && part.well < part.wanted)
}
