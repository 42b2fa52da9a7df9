import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { System } from '../model/kinds.ts'
import { stackName } from '../model/names.ts'
import { synth } from './app.ts'
import { stacks } from './main.ts'
import type { Site } from './site.ts'

/** A block of Terraform: its arguments by name. */
// biome-ignore lint/suspicious/noExplicitAny: what is read out of JSON has no type of its own
export type Block = Record<string, any>

/** The Terraform of a site, read back from what was written. */
export interface Terraform {
  /** Text of each stack's file, by the stack's name. */
  readonly texts: Readonly<Record<string, string>>
  /** The whole of one stack. */
  readonly stack: (name: string) => Block
  /** Types of the resources over all stacks. */
  readonly types: () => readonly string[]
  /** Blocks of a resource type over all stacks, by Terraform name. */
  readonly of: (type: string) => Readonly<Record<string, Block>>
  /** The one block of a type under a name; throws with the names there are. */
  readonly one: (type: string, name: string) => Block
}

/** Synthesises a site to a folder of its own and reads it; the folder is gone afterwards. */
export function terraformOf(site: Site): Terraform {
  const folder = mkdtempSync(join(tmpdir(), 'stacks-'))
  try {
    synth(site, folder, stacks)
    const names = readdirSync(join(folder, 'stacks')).sort()
    const texts = Object.fromEntries(
      names.map((name) => [name, readFileSync(join(folder, 'stacks', name, 'cdk.tf.json'), 'utf8')]),
    )
    return reader(site.system, texts)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function reader(system: System, texts: Record<string, string>): Terraform {
  const parsed = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      JSON.parse(text, (_, value) => Object.freeze(value)) as Block,
    ]),
  )
  const all = Object.values(parsed).map((stack): Block => stack.resource ?? {})
  const of = (type: string): Record<string, Block> =>
    Object.assign({}, ...all.map((stack) => stack[type] ?? {}))
  return {
    texts,
    stack: (name) => parsed[stackName(system, name)]!,
    types: () => [...new Set(all.flatMap((stack) => Object.keys(stack)))].sort(),
    of,
    one: (type, name) => {
      const block = of(type)[name]
      if (!block) throw new Error(`no ${type} '${name}' among ${Object.keys(of(type)).join(', ')}`)
      return block
    },
  }
}
