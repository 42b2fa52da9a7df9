import type { Journal } from '../../journal.ts'
import { CAP_WITH_VIOLATION } from '../../score.ts'
import type { ScorePart } from '../../score-parts.ts'
import { type Html, html } from '../html.ts'

/** How the score came about. */
export const score = ({ score: it }: Journal): Html => html`
<section>
  <h2>Score</h2>
  <div class="table"><table>
    <thead><tr><th>ScorePart</th><th>Share reached</th><th class="number">Weight</th><th class="number">Points</th></tr></thead>
    <tbody>${it.parts.map(row)}
    <tr><td><b>Score</b>${it.capped ? html`<small class="bad">capped at ${CAP_WITH_VIOLATION}: an invariant is violated</small>` : null}</td><td>${it.grade ?? `not graded: ${it.ungraded}`}</td><td class="number">100</td><td class="number"><b>${it.points ?? '–'}</b></td></tr></tbody>
  </table></div>
  <p class="note">Each part is the mean of its rows times its weight. A row that was met counts 1. A missed latency or
  recovery counts limit ÷ measured; a missed availability loses a tenth for each percent point; a missed alarm or
  invariant counts 0. What was not counted is not scored: the score is what was reached of the weights that were
  counted, as a share of 100. A day that was stopped, or on which nothing was injected, has no grade. A run that violates an invariant scores at most ${CAP_WITH_VIOLATION}.</p>
</section>`

const row = (it: ScorePart): Html => html`<tr>
  <td>${it.title}<small>${it.why}</small></td>
  <td>${it.share === null ? 'not scored' : bar(100 * it.share)}</td>
  <td class="number">${it.weight}</td>
  <td class="number">${it.points?.toFixed(1) ?? '–'}</td>
</tr>`

const bar = (percent: number): Html =>
  html`<span class="bar" role="img" aria-label="${Math.round(percent)} percent"><i style="width:${percent.toFixed(1)}%"></i></span> ${Math.round(percent)} %`
