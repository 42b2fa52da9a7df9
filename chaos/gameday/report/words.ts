import { type Html, html } from './html.ts'

/** `83` → `1:23`. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(Math.abs(whole % 60)).padStart(2, '0')}`
}

/** Seconds with one decimal below a hundred, and none above. */
export const seconds = (value: number): string => `${value < 100 ? value.toFixed(1) : value.toFixed(0)} s`

/** A count with thin spaces between thousands. */
export const count = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f')

/** Yes or no as a mark with a word, so that neither colour nor shape alone tells it. */
export const mark = (ok: boolean, yes: string, no: string): Html =>
  html`<span class="mark ${ok ? 'good' : 'bad'}"><span aria-hidden="true">${ok ? '✓' : '✕'}</span> ${ok ? yes : no}</span>`
