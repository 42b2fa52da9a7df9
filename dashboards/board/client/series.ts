import type { Plan, Stretch, Value } from '../wire.ts'

/** What is known of every plotted line within the window: each stretch replaces what it tells again. */
export function series({ plots, windowSeconds }: Pick<Plan, 'plots' | 'windowSeconds'>) {
  let from = 0
  const lines = new Map<string, Value[][]>(plots.map((it) => [it.id, it.lines.map(() => [])]))
  return {
    add(stretch: Stretch): void {
      const length = lengthOf(stretch)
      const known = from === 0 ? stretch.from : from
      // a gap in what was told, such as of a laptop that slept, has no values
      const start = Math.max(Math.min(known, stretch.from), stretch.from + length - windowSeconds)
      for (const [id, all] of lines)
        lines.set(
          id,
          all.map((line, at) => merged(line, from, stretch.plots[id]?.[at] ?? [], stretch.from, start)),
        )
      from = start
    },
    seconds: (): number[] =>
      Array.from({ length: lines.values().next().value?.[0]?.length ?? 0 }, (_, i) => from + i),
    lines: (id: string): readonly (readonly Value[])[] => lines.get(id) ?? [],
  }
}

const lengthOf = ({ plots }: Stretch): number =>
  Math.max(0, ...Object.values(plots).flatMap((lines) => lines.map((line) => line.length)))

/** The old values and the new ones over them, from `start` on. */
function merged(
  old: readonly Value[],
  oldFrom: number,
  fresh: readonly Value[],
  freshFrom: number,
  start: number,
) {
  const to = Math.max(freshFrom + fresh.length, start)
  return Array.from({ length: to - start }, (_, i): Value => {
    const second = start + i
    if (second >= freshFrom) return fresh[second - freshFrom] ?? null
    return old[second - oldFrom] ?? null
  })
}
