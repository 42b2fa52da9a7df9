/// <reference lib="dom" />
import type { Frame, Plan, Said } from '../wire.ts'
import { alarms } from './alarms.ts'
import { connect } from './connection.ts'
import { experiments } from './experiments.ts'
import { byId, setText } from './h.ts'
import { journal } from './journal.ts'
import { plots } from './plots.ts'
import { summary } from './summary.ts'
import { way } from './way.ts'
import { timeOfDay } from './words.ts'

/** The board: drawn anew from each plan, which comes with each connection, and then kept up by frames. */

let page = ''
let lostAt = 0
let show: readonly ((frame: Frame) => void)[] = []
let note: (said: Said) => void = () => {}

function drawn(plan: Plan): void {
  // the supervisor has another page than this one: take that
  if (page && page !== plan.page) location.reload()
  page = plan.page
  note = journal()
  show = [summary(plan), way(plan), plots(plan), alarms(plan), experiments()]
}

connect({
  plan: drawn,
  frame(frame) {
    lostAt = 0
    delete document.body.dataset.lost
    setText(byId('link'), 'Live')
    for (const update of show) update(frame)
  },
  said: (said) => note(said),
  lost() {
    lostAt ||= Date.now()
    document.body.dataset.lost = 'yes'
    setText(byId('link'), `The supervisor has not been heard since ${timeOfDay(lostAt)}; trying again`)
  },
})
