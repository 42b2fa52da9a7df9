import { existsSync } from 'node:fs'
import { availableParallelism, freemem } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { execa } from 'execa'
import { readDaemon } from '../local/daemon.ts'
import { requirementsOf } from '../local/engines/requirements.ts'
import { takenPorts } from '../local/listener.ts'
import { tooFewFiles } from '../local/open-files.ts'
import { platform } from '../model/platform.ts'
import { exit } from './errors.ts'
import { type Common, common } from './options.ts'
import { result, resultJson, table } from './output.ts'
import { type Place, placeOf, root } from './place.ts'

interface Finding {
  readonly what: string
  readonly state: 'ok' | 'missing' | 'note'
  readonly detail: string
}

const GIB = 2 ** 30
const NEEDED_GIB = 2

export function register(command: Command): void {
  common(command)
    .description('what this machine has, what is missing, and which faults it can do')
    .action(async (options: Common) => {
      const findings = await examine(placeOf(options))
      if (options.json) resultJson(findings)
      else
        result(
          table(
            ['what', 'state', 'detail'],
            findings.map((it) => [it.what, it.state, it.detail]),
          ),
        )
      if (findings.some((it) => it.state === 'missing')) process.exitCode = exit.prerequisite
    })
}

async function examine(place: Place): Promise<readonly Finding[]> {
  return [
    { what: 'Node', state: 'ok', detail: process.version },
    await python(),
    ...engines(place),
    memory(),
    await openFiles(),
    await ports(place),
    ...rootUser(),
    {
      what: 'CPU',
      state: 'note',
      detail: `${availableParallelism()} cores; one vCPU stands for ${platform.coresPerVcpu} of one, measured, not capped`,
    },
    {
      what: 'network faults',
      state: 'ok',
      detail: "done by the links between copies and what they use; the machine's own network is left alone",
    },
  ]
}

async function python(): Promise<Finding> {
  const { stdout, exitCode } = await execa(
    'python3',
    ['-c', 'import sys, venv; print(sys.version.split()[0])'],
    { reject: false },
  )
  if (exitCode === 0) return { what: 'Python', state: 'ok', detail: stdout }
  return {
    what: 'Python',
    state: 'missing',
    detail: 'python3 with venv, 3.10 or later: install it (Debian: apt-get install python3-venv)',
  }
}

function engines({ system }: Place): readonly Finding[] {
  return [...requirementsOf(system)].map((name) => {
    const there = existsSync(join(root, '.cafe/venv', name, 'installed'))
    return {
      what: `engine ${name}`,
      state: there ? 'ok' : 'note',
      detail: there ? 'installed' : 'comes with the first ./cafe up',
    }
  })
}

function memory(): Finding {
  const free = freemem() / GIB
  const detail = `${free.toFixed(1)} GiB free; about ${NEEDED_GIB} GiB are used under load`
  return { what: 'memory', state: free < NEEDED_GIB ? 'missing' : 'ok', detail }
}

async function openFiles(): Promise<Finding> {
  const tooFew = await tooFewFiles()
  return { what: 'open files', state: tooFew ? 'missing' : 'ok', detail: tooFew ?? 'as many as are needed' }
}

async function ports(place: Place): Promise<Finding> {
  if (readDaemon(place.state)) return { what: 'ports', state: 'ok', detail: 'the system is up on them' }
  const taken = await takenPorts(place.ports)
  if (taken.length === 0) return { what: 'ports', state: 'ok', detail: Object.values(place.ports).join(', ') }
  return {
    what: 'ports',
    state: 'missing',
    detail: `in use by something else: ${taken.join(', ')}`,
  }
}

function rootUser(): readonly Finding[] {
  if (process.getuid?.() !== 0) return []
  const there = existsSync('/usr/bin/unshare') || existsSync('/bin/unshare')
  const detail = there
    ? 'PostgreSQL runs under another user id by unshare'
    : 'PostgreSQL refuses root and unshare is missing: run as another user'
  return [{ what: 'root', state: there ? 'ok' : 'missing', detail }]
}
