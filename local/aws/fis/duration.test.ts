import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secondsOf, sleep } from './duration.ts'

test('a duration is the sum of its parts', () => {
  const part = fc.option(fc.nat({ max: 99 }), { nil: undefined })
  fc.assert(
    fc.property(part, part, part, part, (days, hours, minutes, seconds) => {
      const said = (n: number | undefined, letter: string) => (n === undefined ? '' : `${n}${letter}`)
      const time = said(hours, 'H') + said(minutes, 'M') + said(seconds, 'S')
      const text = `P${said(days, 'D')}${time ? `T${time}` : ''}`
      const sum = (days ?? 0) * 86_400 + (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
      expect(secondsOf(text)).toBe(text === 'P' ? null : sum)
    }),
  )
})
test.each(['', 'P', 'PT', '5M', 'PT5', 'P5M', 'PT-1M', 'PT1M ', 'pt5m', 'P1DT'])(
  '%j is no duration',
  (text) => expect(secondsOf(text)).toBeNull(),
)
test('a sleep ends early when it is aborted, before or while it lasts', async () => {
  const stopper = new AbortController()
  const asleep = sleep(3600, stopper.signal)
  stopper.abort()
  await asleep
  await sleep(3600, stopper.signal)
})
