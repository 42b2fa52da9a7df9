import type { Frame, Tile, Tone } from '../../dashboards/board/wire.ts'
import type { Instance } from '../runtimes/lambda/types.ts'
import type { AuroraMember, Copy } from '../types.ts'
import type { Watched } from './watched.ts'

/** Milliseconds that a copy which has stopped is still shown. */
const SHOWN_AFTER_STOP = 20_000

type Parts = Pick<Frame, 'tiles' | 'parts'>
type Mutable = { -readonly [K in keyof Parts]: Record<string, Parts[K][string]> }

/** What workloads and clusters are made of, and how much of it is well; `targets` are ids or ARNs that faults have chosen. */
export function partsOf(cloud: Watched, targets: ReadonlySet<string>, now: number): Parts {
  const all: Mutable = { tiles: {}, parts: {} }
  copies(cloud, targets, now, all)
  environments(cloud, all)
  members(cloud, targets, all)
  return all
}

function copies({ runtimes }: Watched, targets: ReadonlySet<string>, now: number, all: Mutable): void {
  for (const runtime of Object.values(runtimes))
    for (const [workload, listed] of Map.groupBy(runtime.copies(), (it) => it.workload)) {
      const shown = listed.filter((it) => !it.stoppedAt || now - it.stoppedAt < SHOWN_AFTER_STOP)
      all.tiles[workload] = shown.map((it) => tileOfCopy(it, targets.has(it.id) || targets.has(it.arn)))
      all.parts[workload] = {
        well: listed.filter((it) => it.healthy).length,
        wanted: runtime.desired(workload),
      }
    }
}

const COPY_TONES: Readonly<Record<Copy['state'], Tone>> = {
  provisioning: 'coming',
  starting: 'coming',
  running: 'well',
  draining: 'leaving',
  stopped: 'gone',
}

function tileOfCopy({ id, zone, state, healthy, cpuPercent, pid }: Copy, target: boolean): Tile {
  const ill = state === 'running' && !healthy
  return {
    id,
    zone,
    state: ill ? 'unhealthy' : state,
    tone: ill ? 'ill' : COPY_TONES[state],
    load: pid === null ? null : Math.round(cpuPercent),
    target,
  }
}

const ENVIRONMENT_TONES: Readonly<Record<Instance['state'], Tone>> = {
  starting: 'coming',
  idle: 'well',
  busy: 'well',
  ended: 'gone',
}

function environments({ functions }: Watched, all: Mutable): void {
  const alive = functions.instances().filter((it) => it.state !== 'ended')
  for (const [id, instances] of Map.groupBy(alive, (it) => it.functionId))
    all.tiles[id] = instances.map((it) => ({
      id: it.id,
      zone: null,
      state: it.state,
      tone: ENVIRONMENT_TONES[it.state],
      load: null,
      target: false,
    }))
}

const MEMBER_TONES: Readonly<Record<AuroraMember['state'], Tone>> = {
  available: 'well',
  starting: 'coming',
  failed: 'ill',
}

function members({ ctx, engines }: Watched, targets: ReadonlySet<string>, all: Mutable): void {
  for (const [id, it] of Object.entries(ctx.system.resources)) {
    if (it.kind !== 'aurora') continue
    const listed = engines.aurora(id).members()
    all.tiles[id] = listed.map(({ id: member, role, zone, state }) => ({
      id: member,
      zone,
      state: state === 'available' ? role : `${role} ${state}`,
      tone: MEMBER_TONES[state],
      load: null,
      target: targets.has(member),
    }))
    all.parts[id] = {
      well: listed.filter((member) => member.state === 'available').length,
      wanted: listed.length,
    }
  }
}
