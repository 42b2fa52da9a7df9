import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { System } from '../model/kinds.ts'
import { stackName } from '../model/names.ts'
import { leftOut } from './left-out.ts'
import { asOlderKnows, isOlder } from './older-provider.ts'
import { override, type StackTerraform } from './override.ts'
import type { Urls } from './services.ts'

const SYNTH_MS = 60_000

/** File of a stack's Terraform, in its folder. */
export const TERRAFORM = 'cdk.tf.json'

/** One stack of the rehearsal, in a folder of its own. */
export interface StackFolder {
  /** Without the system's name. */
  readonly name: string
  readonly folder: string
  /** Stacks whose outputs it reads, or what is in them. */
  readonly needs: readonly string[]
  readonly terraform: StackTerraform
}

/** What is rehearsed where. */
export interface Order {
  readonly system: System
  readonly profile: string
  /** Absolute path of the checkout. */
  readonly root: string
  /** Absolute path of the folder that everything is written to. */
  readonly state: string
}

/** Synthesises a profile's stacks as `npm run synth` does, with more of its settings, into the folder of the order. @throws Error with what synth said. */
export async function synthesise(
  { system, profile, root, state }: Order,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  mkdirSync(state, { recursive: true })
  const { PATH = '', HOME = '' } = process.env
  const { exitCode, stderr } = await execa(process.execPath, [join(root, 'stacks/main.ts')], {
    cwd: state,
    env: { PATH, HOME, CAFE_SYSTEM: system.id, CAFE_STAGE: profile, ...settings },
    extendEnv: false,
    timeout: SYNTH_MS,
    reject: false,
  })
  if (exitCode !== 0) throw new Error(`the stacks could not be synthesised:\n${stderr}`)
}

interface Manifest {
  readonly stacks: Readonly<
    Record<string, { readonly dependencies: readonly string[]; readonly workingDirectory: string }>
  >
}

const outOf = ({ state }: Order): string => join(state, 'cdktf.out')
const manifestOf = (order: Order): Manifest =>
  JSON.parse(readFileSync(join(outOf(order), 'manifest.json'), 'utf8')) as Manifest

/** Names of the synthesised stacks, without the system's. */
export const namesOf = (order: Order): readonly string[] =>
  Object.keys(manifestOf(order).stacks).map((id) => id.slice(stackName(order.system, '').length))

/** The synthesised stacks in the order of their deployment, made ready for the emulators. */
export function prepare(order: Order, urls: Urls, provider: string): readonly StackFolder[] {
  const out = outOf(order)
  const { stacks } = manifestOf(order)
  const prefix = stackName(order.system, '')
  const found = Object.entries(stacks).map(([id, it]) => ({
    name: id.slice(prefix.length),
    folder: join(out, it.workingDirectory),
    after: it.dependencies.map((before) => before.slice(prefix.length)),
  }))
  const whole = new Set(leftOut.filter((it) => it.type === undefined).map((it) => it.stack))
  return inOrder(found)
    .filter(({ name }) => !whole.has(name))
    .map(({ name, folder }) => {
      const terraform = rewritten(order.system, { name, folder, urls, provider })
      const needs = [...needsOf(terraform, prefix), ...(BY_NAME[name] ?? [])]
      return { name, folder, terraform, needs }
    })
}

/** cdktf reads another stack's outputs through data of this name. */
const REFERENCE = 'cross-stack-reference-input-'

/** Stacks that know by its name alone what another has made: event sources of functions. */
const BY_NAME: Readonly<Record<string, readonly string[]>> = { lambda: ['messaging'] }

const needsOf = ({ data }: StackTerraform, prefix: string): readonly string[] =>
  Object.keys(data?.terraform_remote_state ?? {}).map((name) => name.slice(REFERENCE.length + prefix.length))

interface OverrideContext {
  readonly name: string
  readonly folder: string
  readonly urls: Urls
  /** Version of the provider. */
  readonly provider: string
}

/** Writes the override beside a stack's Terraform, and takes out what no emulator and no older provider holds. */
function rewritten(system: System, { name, folder, urls, provider }: OverrideContext): StackTerraform {
  const file = join(folder, TERRAFORM)
  const whole = JSON.parse(readFileSync(file, 'utf8')) as StackTerraform
  const out = new Set(leftOut.filter((it) => it.stack === name).map((it) => it.type))
  const held = Object.fromEntries(Object.entries(whole.resource ?? {}).filter(([type]) => !out.has(type)))
  const { version } = whole.terraform.required_providers.aws
  const resource = isOlder(provider, version) ? asOlderKnows(held) : held
  const kept = { ...whole, resource }
  write(file, kept)
  write(join(folder, 'rehearsal_override.tf.json'), override(system, kept, urls))
  return kept
}

const write = (file: string, value: unknown): void => writeFileSync(file, JSON.stringify(value, null, 2))

/** Each after all that it names. */
function inOrder<T extends { readonly name: string; readonly after: readonly string[] }>(
  stacks: readonly T[],
): readonly T[] {
  const done = new Set<string>()
  const sorted: T[] = []
  while (sorted.length < stacks.length) {
    const next = stacks.find((it) => !done.has(it.name) && it.after.every((before) => done.has(before)))
    if (!next) throw new Error(`stacks wait for each other: ${stacks.map((it) => it.name).join(', ')}`)
    done.add(next.name)
    sorted.push(next)
  }
  return sorted
}
