import type { InvariantResult } from '../../invariants/invariant.ts'
import type { Journal } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { count, mark } from '../words.ts'

/** What must hold whatever happened, counted from both ends. */
export const invariants = (journal: Journal): Html => html`
<section>
  <h2>Invariants</h2>
  <p class="soft">Counted after the queues ran empty: the visitors' own record on one side, every store on the other.</p>
  <div class="table"><table>
    <thead><tr><th>What must hold</th><th class="number">Counted</th><th class="number">Expected</th><th>Verdict</th></tr></thead>
    <tbody>${journal.invariants.length === 0 ? none(journal) : journal.invariants.map(row)}</tbody>
  </table></div>
</section>`

const none = ({ asked }: Journal): Html =>
  html`<tr><td colspan="4">${
    asked.invariants === 0 ? 'The system has no invariants.' : 'Not counted: the run was ended early.'
  }</td></tr>`

const row = (it: InvariantResult): Html => html`<tr>
  <td>${it.title}<small>${it.detail}</small>${it.notChecked ? html`<small>Not checked: ${it.notChecked}.</small>` : null}${it.leftOut.examples.map((text) => html`<small>Left out: ${text}.</small>`)}${it.leftOut.count > it.leftOut.examples.length ? html`<small>Left out in all: ${count(it.leftOut.count)}.</small>` : null}${it.examples.map((text) => html`<small class="bad">${text}</small>`)}</td>
  <td class="number">${count(it.counted)}</td>
  <td class="number">${count(it.expected)}</td>
  <td>${mark(it.ok, 'holds', it.notCounted ? 'not counted' : `${count(it.violations)} violations`)}</td>
</tr>`
