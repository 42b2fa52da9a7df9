import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inFolder, unpacked, written } from '../fixtures/artifacts.ts'
import { type Entry, zip } from './zip.ts'

const names = fc.stringMatching(/^[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?$/)
const entries: fc.Arbitrary<Entry[]> = fc.uniqueArray(
  fc.record({ path: names, data: fc.uint8Array({ maxLength: 5000 }).map((data) => Buffer.from(data)) }),
  { selector: ({ path }) => path, minLength: 1, maxLength: 8 },
)

it('is unpacked by others to the files that were put in', async () => {
  await fc.assert(
    fc.asyncProperty(entries, (files) =>
      inFolder(async (folder) => {
        const place = unpacked(await written(folder, zip(files)), join(folder, 'files'))
        for (const { path, data } of files) expect(await readFile(join(place, path))).toEqual(data)
      }),
    ),
    { numRuns: 15 },
  )
})

it('is the same bytes in whatever order the files come', () => {
  fc.assert(
    fc.property(entries, fc.nat(), (files, at) => {
      const turned = [...files.slice(at % files.length), ...files.slice(0, at % files.length)]
      expect(zip(turned)).toEqual(zip(files))
    }),
  )
})

it('has files that everyone may read, of the earliest moment', () =>
  inFolder(async (folder) => {
    const archive = await written(folder, zip([{ path: 'handler.mjs', data: Buffer.from('export {}') }]))
    const script = `
import sys, zipfile
[it] = zipfile.ZipFile(sys.argv[1]).infolist()
print(oct(it.external_attr >> 16), *it.date_time)`
    const said = execFileSync('python3', ['-c', script, archive], { encoding: 'utf8' })
    expect(said.trim()).toBe('0o100644 1980 1 1 0 0 0')
  }))
