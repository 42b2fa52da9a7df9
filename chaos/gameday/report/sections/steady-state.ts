import type { Journal, ProbeResult } from '../../journal.ts'
import { type Html, html } from '../html.ts'
import { mark } from '../words.ts'

const WINDOWS = { before: 'before the faults', during: 'during', after: 'after recovery' } as const

/** Availability and latency of the journeys before, during and after the faults, against their tolerances. */
export const steadyState = (journal: Journal): Html => html`
<section>
  <h2>Steady state</h2>
  <p class="soft">“During” reaches from the first fault to the last recovery.</p>
  <div class="table"><table>
    <thead><tr><th>Journey</th><th>Measure</th><th>When</th><th class="number">Measured</th><th class="number">Limit</th><th>Verdict</th></tr></thead>
    <tbody>${journal.steadyState.map(row)}</tbody>
  </table></div>
</section>`

function row(it: ProbeResult): Html {
  const percent = it.measure === 'availability'
  const figure = (value: number) => (percent ? `${value.toFixed(2)} %` : `${value.toFixed(0)} ms`)
  return html`<tr>
  <td>${it.journey}</td>
  <td>${percent ? 'availability' : '95th percentile'}</td>
  <td>${WINDOWS[it.window]}</td>
  <td class="number">${it.measured === null ? 'no request' : figure(it.measured)}</td>
  <td class="number">${percent ? '≥' : '≤'} ${figure(it.limit)}</td>
  <td>${mark(it.ok, 'kept', 'not kept')}</td>
</tr>`
}
