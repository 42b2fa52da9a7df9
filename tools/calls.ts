/**
 * Adds what the workloads called in the run that ended last to what the rights of the stacks are held against:
 * `./cafe gameday`, `./cafe down`, `node tools/calls.ts`. CAFE_SYSTEM and CAFE_PROFILE say whose run, as they do for `./cafe`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CALLS_FILE, type CallMade } from '../local/aws/gateway/calls.ts'
import { type Profile, stateFolder } from '../model/names.ts'
import { defaultSystem, systemOf } from '../model/systems/index.ts'

const SEEN = 'stacks/fixtures/calls.json'
const system = systemOf(process.env.CAFE_SYSTEM ?? defaultSystem)
const state = stateFolder(system, (process.env.CAFE_PROFILE ?? 'local') as Profile)
const read = (file: string): readonly CallMade[] => JSON.parse(readFileSync(file, 'utf8'))
// people and tools sign with keys that are no workload's
const made = read(join(state, CALLS_FILE)).filter((it) => it.workload in system.workloads)
const lines = new Set([...read(SEEN), ...made].map((it) => JSON.stringify(it)))
writeFileSync(SEEN, `[\n  ${[...lines].sort().join(',\n  ')}\n]\n`)
