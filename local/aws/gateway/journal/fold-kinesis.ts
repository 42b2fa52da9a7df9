import type { Entry, StreamRecord } from './records.ts'

/** Streams as the journal tells them: records younger than the retention, in the order in which they came. */
export function streamsFold(keptSince: (stream: string) => number) {
  const streams = new Map<string, StreamRecord[]>()
  const of = (stream: string) => {
    const found = streams.get(stream) ?? []
    streams.set(stream, found)
    return found
  }
  const kept = (stream: string) =>
    of(stream)
      .filter((record) => record.at >= keptSince(stream))
      .sort((a, b) => (a.numbers.at(-1)! < b.numbers.at(-1)! ? -1 : 1))

  function renumber(stream: string, pairs: readonly (readonly [string, string])[]) {
    const next = new Map(pairs)
    const records = of(stream).map((record) => {
      const number = next.get(record.numbers.at(-1)!)
      return number ? { ...record, numbers: [...record.numbers, number] } : record
    })
    streams.set(stream, records)
  }

  return {
    names: () => [...streams.keys()],
    records: (stream: string): readonly StreamRecord[] => kept(stream),
    drop: (stream: string) => void streams.delete(stream),
    apply(entry: Entry) {
      if (entry.kind === 'records') of(entry.stream).push(...entry.records)
      else if (entry.kind === 'renumbered') renumber(entry.stream, entry.numbers)
    },
    *entries(): Iterable<Entry> {
      for (const stream of streams.keys())
        for (const record of kept(stream)) yield { kind: 'records', stream, records: [record] }
    },
  }
}
export type StreamsFold = ReturnType<typeof streamsFold>
