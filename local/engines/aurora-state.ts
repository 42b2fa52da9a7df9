import { join } from 'node:path'
import type { Aurora } from '../../model/kinds.ts'
import type { Context } from '../types.ts'
import type { Member } from './aurora-member.ts'
import { type RecordFile, recordFile } from './aurora-record.ts'
import { type Sync, sync } from './aurora-sync.ts'

/** What the parts of one Aurora cluster share. */
export interface ClusterState {
  readonly it: Aurora
  readonly timeScale: number
  readonly members: readonly [Member, ...Member[]]
  readonly record: RecordFile
  readonly sync: Sync
  /** Who takes writes, or is about to. */
  writer: Member
  /** Whose address the writer endpoint gives: in a failover it moves last. */
  facing: Member
  /** Set while another member is made the writer, or the writer is started again. */
  takingOver: Promise<void> | null
  /** Between start and stop. */
  alive: boolean
  say(what: string, detail?: Readonly<Record<string, unknown>>): void
  /** Tells that an endpoint leads elsewhere now. */
  moved(role: 'writer' | 'reader'): void
  onMove(listener: (role: 'writer' | 'reader') => void): void
}

export function clusterState(
  ctx: Context,
  id: string,
  it: Aurora,
  members: readonly [Member, ...Member[]],
): ClusterState {
  const listeners: ((role: 'writer' | 'reader') => void)[] = []
  return {
    ...{ it, members, timeScale: ctx.timeScale },
    record: recordFile(join(ctx.state, id, 'cluster.json')),
    sync: sync(),
    writer: members[0],
    facing: members[0],
    takingOver: null,
    alive: false,
    say: (what, detail = {}) => ctx.say({ part: id, what, detail }),
    moved: (role) => {
      for (const listener of listeners) listener(role)
    },
    onMove: (listener) => void listeners.push(listener),
  }
}

/** All members but the writer. */
export const readersOf = (cluster: ClusterState): Member[] =>
  cluster.members.filter((member) => member !== cluster.writer)

/** Whether a member's files cannot follow the writer's, so that they must be copied anew. */
export const isStale = (cluster: ClusterState, member: Member): boolean =>
  cluster.record.read()?.stale.includes(member.id) ?? false

/** Notes, on disk, whether a member's files can follow the writer's. */
export function setStale(cluster: ClusterState, member: Member, stale: boolean): void {
  const rest = (cluster.record.read()?.stale ?? []).filter((id) => id !== member.id)
  cluster.record.save({ writer: cluster.writer.id, stale: stale ? [...rest, member.id] : rest })
}
