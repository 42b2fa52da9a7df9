import { relative } from 'node:path'
import type { Command } from 'commander'
import { type Artifact, folderOf } from '../stacks/artifacts/artifact.ts'
import { type Packed, pack } from '../stacks/artifacts/pack.ts'
import { type DeploymentOptions, deploymentOf, deploymentOptions } from './deploy/deployment.ts'
import { result, resultJson, table } from './output.ts'
import { root } from './place.ts'

export function register(command: Command): void {
  deploymentOptions(command)
    .description('build what AWS runs: the archives of functions and instances, the folders of images')
    .action(async (options: DeploymentOptions) => {
      const packed = await packAll((await deploymentOf(options)).artifacts)
      if (options.json) return resultJson(packed)
      const rows = packed.map((it) => [it.id, it.form, it.release, Math.ceil(it.bytes / 1024), shown(it)])
      result(table(['artifact', 'form', 'release', 'KiB', 'path'], rows))
    })
}

/** Writes all artifacts to the checkout's folder of them. */
export const packAll = (artifacts: readonly Artifact[]): Promise<readonly Packed[]> =>
  Promise.all(artifacts.map((it) => pack(it, folderOf(root))))

const shown = ({ path }: Packed): string => relative(root, path)
