import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metrics } from './metrics.ts'

interface Emf {
  readonly _aws: {
    readonly Timestamp: number
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string
      readonly Dimensions: readonly (readonly string[])[]
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[]
    }[]
  }
  readonly [name: string]: unknown
}

test('every value that was put stands in a line of the format, with at most a hundred to a line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 350 }),
      (values) => {
        const lines: Emf[] = []
        const own = metrics({ Workload: 'order' }, (line) => lines.push(JSON.parse(line) as Emf), 1_000_000)
        for (const value of values) own.put('Cafe', 'Duration', value, 'Milliseconds')
        own.flush()
        expect(lines.flatMap((it) => it.Duration)).toEqual(values.map((it) => (Object.is(it, -0) ? 0 : it)))
        for (const line of lines) {
          expect((line.Duration as number[]).length).toBeLessThanOrEqual(100)
          expect(line).toMatchObject({ Workload: 'order' })
          expect(line._aws.CloudWatchMetrics).toEqual([
            {
              Namespace: 'Cafe',
              Dimensions: [['Workload']],
              Metrics: [{ Name: 'Duration', Unit: 'Milliseconds' }],
            },
          ])
        }
      },
    ),
  )
})
