import { execa } from 'execa'
import type { System } from '../../model/kinds.ts'
import { imageUri, repositoryName } from '../../model/names.ts'
import type { Artifact } from '../../stacks/artifacts/artifact.ts'
import type { Packed } from '../../stacks/artifacts/pack.ts'
import type { Site } from '../../stacks/site.ts'
import { imagePlatform } from '../../stacks/versions.ts'
import { CliError } from '../errors.ts'
import { progress } from '../output.ts'
import { type Builder, findBuilder } from './builder.ts'

/** Builds the image of a packed artifact under the name by which the stacks know it; gives the name. */
export async function buildImage(
  site: Site,
  { id, release, path }: Packed,
  builder: Builder,
): Promise<string> {
  const uri = imageUri(site.system, id, release)
  await shown(builder, ['build', '--platform', imagePlatform, '--tag', uri, path])
  return uri
}

/** Builds and pushes the images that their repositories do not have yet; gives their names. The repositories are there. */
export async function publishImages(site: Site, packed: readonly Packed[]): Promise<readonly string[]> {
  const missing: Packed[] = []
  for (const it of packed) if (!(await isPushed(site.system, it))) missing.push(it)
  if (missing.length === 0) return []
  const builder = await findBuilder()
  await logIn(site.system, builder)
  const pushed: string[] = []
  for (const it of missing) {
    progress(`image of ${it.id}`)
    const uri = await buildImage(site, it, builder)
    await shown(builder, ['push', uri])
    pushed.push(uri)
  }
  return pushed
}

const ecr = ({ region }: System, ...args: readonly string[]) => ['ecr', ...args, '--region', region]

const NOT_THERE = /ImageNotFoundException|RepositoryNotFoundException/

/** Whether the registry has an artifact's image: tags never move, so one that is there is the one that would be built. */
export async function isPushed(
  system: System,
  { id, release }: Pick<Artifact, 'id' | 'release'>,
): Promise<boolean> {
  const where = ['--registry-id', system.account, '--repository-name', repositoryName(system, id)]
  const asked = ['--image-ids', `imageTag=${release}`, '--query', 'length(imageDetails)', '--output', 'text']
  const args = ecr(system, 'describe-images', ...where, ...asked)
  const { exitCode, stdout, stderr } = await execa('aws', args, { reject: false })
  if (exitCode !== 0 && !NOT_THERE.test(stderr))
    throw new CliError(`cannot ask for the images of ${id}: ${stderr.trim()}`, 1)
  return exitCode === 0 && Number(stdout) > 0
}

async function logIn(system: System, builder: Builder): Promise<void> {
  const { stdout: password } = await execa('aws', ecr(system, 'get-login-password'))
  const registry = imageUri(system, '', '').split('/')[0]!
  await execa(builder, ['login', '--username', 'AWS', '--password-stdin', registry], { input: password })
}

/** Runs a command whose output is the user's progress; its failure is an error that names it. */
async function shown(command: string, args: readonly string[]): Promise<void> {
  const { exitCode } = await execa(command, [...args], {
    stdin: 'inherit',
    stdout: 2,
    stderr: 2,
    reject: false,
  })
  if (exitCode !== 0) throw new CliError(`${command} ${args[0]} failed (above)`, 1)
}
