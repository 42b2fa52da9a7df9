import type { Journal } from '../../journal.ts'
import { scoreText } from '../../score.ts'
import { type Html, html } from '../html.ts'
import { clock, count, mark } from '../words.ts'

/** Title, story, verdict and score: the page's first look. */
export const head = (journal: Journal): Html => html`
<header>
  <div>
    <div class="over">Game day · ${journal.run.system}</div>
    <h1>${journal.run.title}</h1>
    <div class="verdict ${journal.verdict.exitCode === 0 ? 'good' : 'bad'}">${sentence(journal.verdict.outcome)}</div>
    <p class="soft">${when(journal)}</p>
  </div>
  ${dial(journal)}
</header>
${misses(journal)}
${glance(journal)}
<section>
  <h2>The story</h2>
  ${journal.run.story.map((text) => html`<p>${text}</p>`)}
</section>`

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function when({ run, environment }: Journal): string {
  const date = new Date(run.startedAt).toISOString().replace('T', ' ').slice(0, 16)
  const pace = run.timeScale === 1 ? "at AWS's pace" : `at ${run.timeScale} times AWS's pace`
  const where = run.local ? `on one machine with ${environment.cores} cores` : 'on AWS'
  return `${date} UTC, ${clock((run.endedAt - run.startedAt) / 1000)} minutes, ${pace}, ${where}.`
}

const RADIUS = 52
const ROUND = 2 * Math.PI * RADIUS

function dial({ score }: Journal): Html {
  const drawn = (ROUND * (score.points ?? 0)) / 100
  return html`<div class="score">
  <svg viewBox="0 0 120 120" role="img" aria-label="Score: ${scoreText(score)}">
    <circle cx="60" cy="60" r="${RADIUS}" fill="none" stroke="var(--rule)" stroke-width="7"/>
    <circle cx="60" cy="60" r="${RADIUS}" fill="none" stroke="var(--accent)" stroke-width="7" stroke-linecap="round"
      stroke-dasharray="${drawn.toFixed(1)} ${ROUND.toFixed(1)}" transform="rotate(-90 60 60)"/>
    <text x="60" y="69" text-anchor="middle" font-size="36">${score.points ?? '–'}</text>
    <text class="of" x="60" y="88" text-anchor="middle" font-size="11">${score.points === null ? 'no score' : 'of 100'}</text>
  </svg>
  <div class="soft">${score.grade ?? `not graded: ${score.ungraded}`}</div>
</div>`
}

function misses({ verdict, remarks }: Journal): Html | null {
  const lines = [...verdict.notCounted.map((it) => `not counted: ${it}`), ...verdict.misses]
  const list = (kind: string, all: readonly string[]) =>
    all.length > 0 && html`<ul class="${kind}">${all.map((it) => html`<li>${sentence(it)}.</li>`)}</ul>`
  return html`${list('misses', lines)}${list('soft', remarks)}`
}

const acceptedOf = ({ requests }: Journal, subject: string): number =>
  requests.reduce((total, it) => total + (it.accepted[subject] ?? 0), 0)

function slowestText(slowest: number | null, { run, asked }: Journal): Html {
  if (slowest === null) return html`${asked.recovery === 0 ? 'no target' : 'not measured'}`
  if (!Number.isFinite(slowest)) return html`none`
  const aws = run.timeScale > 1 && html`<small>${(slowest * run.timeScale).toFixed(0)} s of AWS</small>`
  return html`${slowest.toFixed(1)} s ${aws}`
}

function glance(journal: Journal): Html {
  const { requests, invariants, recovery } = journal
  const sum = (of: 'sent' | 'failed') => requests.reduce((total, it) => total + it[of], 0)
  const slowest = recovery.length === 0 ? null : Math.max(...recovery.map((it) => it.seconds ?? Infinity))
  const held = invariants.filter((it) => it.ok).length
  const kept = sum('sent') === 0 ? 0 : 100 - (100 * sum('failed')) / sum('sent')
  return html`<dl class="glance">
  <div><dt>Requests</dt><dd>${count(sum('sent'))}</dd></div>
  ${Object.entries(journal.run.subjects).map(([id, plural]) => html`<div><dt>${sentence(plural)} accepted</dt><dd>${count(acceptedOf(journal, id))}</dd></div>`)}
  <div><dt>Answered as expected</dt><dd>${kept.toFixed(2)} %</dd></div>
  <div><dt>Slowest recovery</dt><dd>${slowestText(slowest, journal)}</dd></div>
  <div><dt>Invariants</dt><dd>${
    invariants.length === 0
      ? journal.asked.invariants === 0
        ? 'none'
        : 'not counted'
      : mark(held === invariants.length, `${held} hold`, `${held} of ${invariants.length} hold`)
  }</dd></div>
</dl>`
}
