import type { FigurePlan, Value } from '../wire.ts'

const THIN = '\u202f'

/** A count with thin spaces between thousands. */
const whole = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, THIN)

/** `0.25` → `250 ms`, `12.3` → `12.3 s`, `150` → `2:30 min`. */
export function seconds(value: number): string {
  if (value === 0) return '0 s'
  if (value < 1) return `${value < 0.01 ? (value * 1000).toFixed(1) : Math.round(value * 1000)} ms`
  return value < 100 ? `${value.toFixed(1)} s` : `${clockOf(value)} min`
}

/** `83` → `1:23`. */
export const clockOf = (value: number): string =>
  `${Math.floor(value / 60)}:${String(Math.floor(value % 60)).padStart(2, '0')}`

const FORMATS: Readonly<Record<FigurePlan['unit'], (value: number) => string>> = {
  'a second': (value) => `${value > 0 && value < 9.95 ? value.toFixed(1) : whole(value)}/s`,
  percent: (value) => `${whole(value)}${THIN}%`,
  seconds,
  milliseconds: (value) => seconds(value / 1000),
  count: whole,
}

/** A figure for people; a dash where CloudWatch has no value. */
export const figure = (value: Value | undefined, unit: FigurePlan['unit']): string =>
  value === null || value === undefined ? '–' : FORMATS[unit](value)

/** Time of day in the browser's zone; not by its language, which may be no valid one. */
export function timeOfDay(ms: number): string {
  const at = new Date(ms)
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((it) => String(it).padStart(2, '0')).join(':')
}

/** `2 tasks`, `1 task`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** How long ago, in the largest unit that fits: `45 s`, `12 min`, `3 h`. */
export function ago(ms: number): string {
  const passed = Math.max(0, Math.round(ms / 1000))
  if (passed < 100) return `${passed} s`
  return passed < 6000 ? `${Math.round(passed / 60)} min` : `${Math.round(passed / 3600)} h`
}
