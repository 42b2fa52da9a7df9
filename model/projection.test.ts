import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'

const FAMILIES = ['Workload', 'Resource', 'Entry', 'Flow', 'Alarm'] as const
const IN_USE = new RegExp(`: Projection<(${FAMILIES.join('|')}),`, 'g')
const added = (family: string) => `added-${family.toLowerCase()}`
const { include } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as { include: readonly string[] }
const folder = mkdtempSync(join(tmpdir(), 'kinds-'))
let errors: readonly string[]

/** Every place that projects a family: its file and what it projects. */
const projections = globSync(`{${include.join(',')}}/**/*.ts`)
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IN_USE)].map(([, family = '']) => [file, family]),
  )

beforeAll(async () => {
  const isTest = (path: string) => path.endsWith('.test.ts')
  for (const name of include)
    cpSync(name, join(folder, name), { recursive: true, filter: (it) => !isTest(it) })
  for (const name of ['tsconfig.json', 'package.json']) cpSync(name, join(folder, name))
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  for (const family of FAMILIES) addKind(family)
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
  const { stdout } = await execa(process.execPath, [tsc, '--noEmit', '--pretty', 'false'], {
    cwd: folder,
    reject: false,
  })
  errors = stdout.split('\n')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** Gives a family of the copy a kind that nothing projects yet. */
function addKind(family: string): void {
  const file = join(folder, 'model/kinds', `${family.toLowerCase()}.ts`)
  const own = readFileSync(file, 'utf8').replace(`export type ${family} =`, `type Own${family} =`)
  const kind = `{ readonly kind: '${added(family)}'; readonly title: string }`
  writeFileSync(file, `${own}\nexport type ${family} = Own${family} | ${kind}\n`)
}

it('there are projections of every family', () => {
  expect(new Set(projections.map(([, family]) => family))).toEqual(new Set(FAMILIES))
})

it.each(projections)('%s does not compile while a kind of %s is missing in it', (file, family) => {
  const missing = `'"${added(family!)}"' is missing`
  expect(errors.some((line) => line.startsWith(`${file}(`) && line.includes(missing))).toBe(true)
})
