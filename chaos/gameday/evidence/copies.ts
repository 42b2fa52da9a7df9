import type { CopiesSample, Finding } from '../journal.ts'

/** Fewer copies ran, or were healthy, after the fault than were wanted at its start: it had its effect. */
export function copiesFell(samples: readonly CopiesSample[], workload: string, from: number): Finding {
  const own = samples.filter((it) => it.workload === workload)
  const wanted = own.findLast((it) => it.at <= from)?.desired ?? null
  const after = own.filter((it) => it.at >= from)
  if (wanted === null || after.length === 0)
    return { ok: false, unseen: true, evidence: `no count of ${workload} to see it by` }
  const fewest = Math.min(...after.flatMap((it) => [it.running, it.healthy ?? it.running]))
  return { ok: fewest < wanted, evidence: `${workload} fell from ${wanted} copies to ${fewest}` }
}

/** As many copies run and are healthy now as are wanted: nothing of the fault is left. */
export function copiesWhole(samples: readonly CopiesSample[], workload: string): Finding {
  const last = samples.findLast((it) => it.workload === workload)
  if (!last) return { ok: false, unseen: true, evidence: `no count of ${workload} to see it by` }
  const { running, healthy, desired } = last
  const evidence = `${running} of ${desired} copies of ${workload} run, ${healthy ?? running} are healthy`
  return { ok: running >= (desired ?? 0) && (healthy ?? running) >= (desired ?? 0), evidence }
}
