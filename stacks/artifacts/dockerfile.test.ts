import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NODE_MAJOR } from '../../bundles/compile.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { databaseCertificates } from '../certificates.ts'
import { type Built, built, inFolder, root } from '../fixtures/artifacts.ts'
import { imagePlatform } from '../versions.ts'
import { longRunningOn } from '../workloads.ts'

const FILES = ['stacks/artifacts/Dockerfile', 'loadtests/agent/Dockerfile']
const services = longRunningOn(cloudcafe, 'ecs', 'eks').map(([id]) => id)
const hadolint = (file: string) => promisify(execFile)(join(root, '.cafe/venv/hadolint/bin/hadolint'), [file])
const read = (file: string) => readFile(join(root, file), 'utf8')
/** Arguments of an instruction, each time it stands there. */
const of = (text: string, instruction: string): string[] =>
  [...text.matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map((match) => match[1]!)

let world: Built
beforeAll(async () => {
  world = await built()
})
afterAll(() => world.remove())

it.each([...FILES, 'stacks/fault-agent/Dockerfile'])('%s: hadolint finds nothing', async (file) => {
  expect((await hadolint(join(root, file))).stdout).toBe('')
})

it('hadolint finds what is bad', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM node\nRUN cd /tmp && sudo apt-get install curl\n')
    await expect(hadolint(join(folder, 'Dockerfile'))).rejects.toMatchObject({
      stdout: expect.stringMatching(/DL3004[\s\S]*/),
    })
  }))

it.each(FILES)('%s: has the Node that runs here, and is not root', async (file) => {
  const text = await read(file)
  const [, locked] = (await read('launcher/node.mjs')).match(/VERSION = '(.*)'/)!
  expect(of(text, 'FROM').at(-1)).toContain(`/node:${locked}-`)
  expect(Number(locked!.split('.')[0])).toBe(NODE_MAJOR)
  const pods = Object.values(world.terraform.of('kubernetes_deployment_v1')).flatMap(
    (it) => it.spec.template.spec.container,
  )
  for (const pod of pods.filter(({ name }) => services.includes(name)))
    expect(of(text, 'USER')).toEqual([pod.security_context.run_as_user])
})

it('has the certificates where the stacks say that they are', async () => {
  const { url, path } = databaseCertificates
  expect(of(await read(FILES[0]!), 'ADD')).toEqual([`--chmod=0644 ${url} ${path}`])
})

it.each(services)('%s: what the image copies and starts is there, and nothing is left out', async (id) => {
  const names = world.artifacts.find((it) => it.id === id)!.files.map(({ path }) => path)
  const text = await read(FILES[0]!)
  expect(of(text, 'COPY')).toEqual(['*.mjs ./'])
  expect(names.filter((name) => !name.endsWith('.mjs'))).toEqual(['Dockerfile'])
  const [command, entry] = JSON.parse(of(text, 'ENTRYPOINT')[0]!)
  expect(command).toBe('node')
  expect(names).toContain(entry)
})

it('is built for the processors that tasks and nodes have', () => {
  const tasks = Object.values(world.terraform.of('aws_ecs_task_definition'))
  const nodes = Object.values(world.terraform.of('aws_eks_node_group'))
  const processors = [
    ...tasks.map((it) => it.runtime_platform.cpu_architecture),
    ...nodes.map((it) => it.ami_type),
  ]
  expect(imagePlatform).toBe('linux/amd64')
  for (const processor of processors) expect(processor).toMatch(/X86_64/i)
})
