import { spawnSync } from 'node:child_process'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NODE_MAJOR } from '../../bundles/compile.ts'
import { artifactKey, serviceName } from '../../model/names.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { type Built, built, inFolder } from '../fixtures/artifacts.ts'
import { cloudConfigOf, fileOf } from '../fixtures/told.ts'
import { longRunningOn } from '../workloads.ts'

const instances = longRunningOn(cloudcafe, 'asg', 'ec2').map(([id]) => id)
const systemd = spawnSync('systemd-analyze', ['--version']).status === 0

let world: Built
beforeAll(async () => {
  world = await built()
})
afterAll(() => world.remove())

/** An empty file that can be run, for a program that an instance has. */
async function program(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, '#!/bin/sh\n')
  await chmod(path, 0o755)
}

describe.each(instances)('the instances of %s', (id) => {
  const name = serviceName(cloudcafe, id)
  const unit = () => fileOf(cloudConfigOf(world.terraform, id), `${name}.service`)
  const install = () => fileOf(cloudConfigOf(world.terraform, id), '/cafe-install')
  const commands = () => [...unit().matchAll(/^Exec\w+=\+?(.*)$/gm)].map((match) => match[1]!.split(' '))

  it('fetch the archive that is built, and unpack it to where the unit starts it', () => {
    const { release, files } = world.artifacts.find((it) => it.id === id)!
    expect(install()).toMatch(new RegExp(`"s3://\\S+artifacts-bucket\\S+/${artifactKey(id, release)}" `))
    const [, folder] = install().match(/^unzip .* -d (\S+)$/m)!
    const [, entry] = commands().at(-1)!
    expect(files.map(({ path }) => `${folder}/${path}`)).toContain(entry)
  })

  it('install the Node that the unit starts and the bundle is built for', () => {
    expect(install()).toMatch(new RegExp(`^dnf install .*\\bnodejs${NODE_MAJOR}\\b.*\\bunzip\\b`, 'm'))
    expect(commands().at(-1)![0]).toBe(`/usr/bin/node-${NODE_MAJOR}`)
  })

  it.skipIf(!systemd)('have a unit in which systemd finds nothing', () =>
    inFolder(async (folder) => {
      for (const [path] of commands()) await program(join(folder, path!))
      const place = join(folder, 'etc/systemd/system')
      await mkdir(place, { recursive: true })
      for (const target of ['sysinit', 'basic', 'network-online', 'shutdown', 'multi-user'])
        await writeFile(join(place, `${target}.target`), '[Unit]\nDescription=a target of every system\n')
      const verify = async (text: string) => {
        await writeFile(join(place, `${name}.service`), text)
        const args = ['verify', '--man=no', `--root=${folder}`, `${name}.service`]
        return spawnSync('systemd-analyze', args, { encoding: 'utf8' }).stderr
      }
      expect(await verify(unit())).toBe('')
      expect(await verify(unit().replace('Restart=always', 'Restart=often'))).toContain('restart specifier')
    }),
  )
})
