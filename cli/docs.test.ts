import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { registerAll } from './commands.ts'
import { root } from './place.ts'

// what the README shows is run by test/docs.test.ts; here is what needs an account, or minutes
const documents = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
}
const program = new Command()
await registerAll(program)

/** Every `./cafe …` and `npm run …` of a document, with its flags. */
const named = (file: string) =>
  [...readFileSync(join(root, 'docs', file), 'utf8').matchAll(/(\.\/cafe|npm run) ([a-z]+)([^\n`|#]*)/g)].map(
    ([, by, name, rest]) => ({ by, name: name!, flags: rest!.match(/--[a-z][a-z-]+/g) ?? [] }),
  )

test.each(documents)('%s names commands and flags that there are', (file) => {
  for (const { by, name, flags } of named(file)) {
    if (by === 'npm run') expect(Object.keys(scripts)).toContain(name)
    const command = program.commands.find((it) => it.name() === name)
    if (by === './cafe') expect(command?.name(), `${name} in ${file}`).toBe(name)
    const known = command?.options.map((it) => it.long) ?? []
    for (const flag of flags) expect(known, `${name} ${flag} in ${file}`).toContain(flag)
  }
})
