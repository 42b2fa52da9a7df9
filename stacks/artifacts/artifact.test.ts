import { execFileSync } from 'node:child_process'
import { appendFile, cp, mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { artifactKey, FAULT_AGENT, GAMEDAY_QUERY, LOAD_GENERATOR } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Built, built, root } from '../fixtures/artifacts.ts'
import { synthesised } from '../fixtures/synthesised.ts'
import { type Artifact, artifactsOf, ROTATION, releasesOf } from './artifact.ts'
import { zip } from './zip.ts'

let here: Built
let elsewhere: string
let there: readonly Artifact[]
const build = () => artifactsOf(cloudcafe, elsewhere)

beforeAll(async () => {
  here = await built()
  elsewhere = await mkdtemp(join(tmpdir(), 'checkout-'))
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of files.trim().split('\n')) await cp(join(root, file), join(elsewhere, file))
  await symlink(join(root, 'node_modules'), join(elsewhere, 'node_modules'))
  there = await build()
})
afterAll(async () => {
  await here.remove()
  await rm(elsewhere, { recursive: true })
})

it('of everything that AWS runs there is one, and of what the platform runs beside it', () => {
  const own = Object.entries(cloudcafe.workloads).filter(([, { on }]) => on !== 'outside')
  expect(here.artifacts.map(({ id }) => id)).toEqual([
    ...own.map(([id]) => id),
    ROTATION,
    GAMEDAY_QUERY,
    LOAD_GENERATOR,
    FAULT_AGENT,
  ])
})

it('two builds in two folders are the same bytes, which make the same archive', () => {
  const paths = ({ files }: Artifact) => files.map(({ path }) => path)
  for (const [at, it] of here.artifacts.entries()) {
    const other = there[at]!
    expect([other.release, ...paths(other)], it.id).toEqual([it.release, ...paths(it)])
    for (const [file, { data }] of it.files.entries())
      expect(other.files[file]!.data.equals(data), `${it.files[file]!.path} of ${it.id}`).toBe(true)
  }
  // of the smallest: `zip.test.ts` says that an archive follows from its files
  const size = ({ files }: Artifact) => files.reduce((sum, { data }) => sum + data.length, 0)
  const [one] = here.artifacts.toSorted((a, b) => size(a) - size(b))
  expect(zip(there.find(({ id }) => id === one!.id)!.files).equals(zip(one!.files))).toBe(true)
})

it('who builds under another umask, in another zone and at another time packs the same', async () => {
  const size = ({ files }: Artifact) => files.reduce((sum, { data }) => sum + data.length, 0)
  const [archive] = here.artifacts
    .filter(({ form }) => form === 'archive')
    .toSorted((a, b) => size(a) - size(b))
  const ids = [archive!.id, 'order']
  const script = `
    import { cloudcafe } from './model/systems/cloudcafe/index.ts'
    import { artifactOf } from './stacks/artifacts/artifact.ts'
    import { pack } from './stacks/artifacts/pack.ts'
    process.umask(0o077)
    const packed = []
    for (const id of ${JSON.stringify(ids)})
      packed.push(await pack(await artifactOf(cloudcafe, id, process.cwd(), 'fresh'), 'packed'))
    console.log(JSON.stringify(packed.map(({ path }) => path)))`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: elsewhere,
    env: { ...process.env, TZ: 'Pacific/Kiritimati' },
    encoding: 'utf8',
  })
  const [zipped, folder] = (JSON.parse(said) as [string, string]).map((path) => join(elsewhere, path))
  expect((await readFile(zipped!)).equals(zip(archive!.files))).toBe(true)
  for (const { path, data } of here.artifacts.find(({ id }) => id === 'order')!.files) {
    const file = join(folder!, path)
    expect((await readFile(file)).equals(data), path).toBe(true)
    const { mode, mtimeMs } = await stat(file)
    expect([mode & 0o777, mtimeMs]).toEqual([0o644, 0])
  }
})

it('no path of a machine is in them', () => {
  for (const { id, files } of there)
    for (const { path, data } of files)
      for (const folder of [root, elsewhere, dirname(process.execPath)])
        expect(data.includes(folder), `${folder} in ${path} of ${id}`).toBe(false)
})

it('a change of code is another release of what it is in, and a change in the plan', async () => {
  await appendFile(
    join(elsewhere, 'services/cloudcafe/menu/app.ts'),
    '\nexport const changed = console.log(1)\n',
  )
  const changed = releasesOf(await build())
  const before = releasesOf(there)
  expect(Object.keys(before).filter((id) => changed[id] !== before[id])).toEqual(['menu'])
  const plan = (releases: Record<string, string>) => synthesised({}, cloudcafe, releases).texts
  const [one, other] = [plan(before), plan(changed)]
  expect(Object.keys(one).filter((stack) => one[stack] !== other[stack])).toEqual(['cloudcafe-pods'])
})

it('what nobody has built can be read, and is named so', () => {
  const functions = Object.values(synthesised().of('aws_lambda_function'))
  for (const it of functions) expect(it.s3_key).toMatch(/\/unbuilt\.zip$/)
  expect(functions.map((it) => it.s3_key)).toContain(artifactKey(ROTATION, 'unbuilt'))
})
