import { execa } from 'execa'
import { type Finding, findingLines } from '../../model/finding.ts'
import { CliError, exit } from '../errors.ts'

const BUILDERS = ['docker', 'podman'] as const

/** A program that builds images. */
export type Builder = (typeof BUILDERS)[number]

/** The first builder that works on this machine, or what each of them said. */
export async function lookForBuilder(): Promise<Builder | Finding> {
  const said: string[] = []
  for (const builder of BUILDERS) {
    // `version` asks the daemon too, where there is one
    const { exitCode, code, stderr } = await execa(builder, ['version'], { reject: false })
    if (exitCode === 0) return builder
    said.push(`${builder}: ${code === 'ENOENT' ? 'not installed' : (stderr.trim().split('\n').at(-1) ?? '')}`)
  }
  return { where: 'images', what: said.join('; '), mend: 'install Docker or Podman, and start it' }
}

/** The builder of this machine; where there is none, an error. */
export async function findBuilder(): Promise<Builder> {
  const found = await lookForBuilder()
  if (typeof found !== 'string') throw new CliError(findingLines([found]), exit.prerequisite, [found])
  return found
}
