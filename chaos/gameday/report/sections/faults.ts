import type { FaultRecord, Finding, Journal } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { originOf } from '../plot-data.ts'
import { clock, mark } from '../words.ts'

/** What was done to the system, and the two verdicts on each fault and target. */
export const faults = (journal: Journal): Html => html`
<section>
  <h2>Faults</h2>
  <p class="soft">A fault has landed when its effect was seen from outside, and is clean when nothing of it is left.</p>
  <div class="table"><table>
    <thead><tr><th>At</th><th>Fault</th><th>Landed</th><th>Clean</th></tr></thead>
    <tbody>${journal.faults.map((it) => rows(it, originOf(journal)))}</tbody>
  </table></div>
</section>`

const rows = (it: FaultRecord, origin: number): Html => html`<tr>
  <td>${clock((it.startedAt - origin) / 1000)}</td>
  <td>${it.title}<small>experiment <code>${it.experimentId}</code> ${it.status}${actions(it)}</small></td>
  <td>${verdict(it.landed, 'landed', 'no effect')}</td>
  <td>${verdict(it.clean, 'clean', 'something is left')}</td>
</tr>${it.targets.map(
  (target) => html`<tr>
  <td></td>
  <td><small>target <code>${target.target}</code></small></td>
  <td>${target.landed && verdict(target.landed, 'landed', 'no effect')}</td>
  <td>${target.clean && verdict(target.clean, 'clean', 'something is left')}</td>
</tr>`,
)}`

const actions = (it: FaultRecord) =>
  it.actions.map((action) => `, ${action.actionId} ${action.status}`).join('')

const verdict = (it: Finding, yes: string, no: string): Html =>
  html`${mark(it.ok, yes, it.unseen ? 'not seen' : no)}<small>${it.evidence}</small>`
