import { relative } from 'node:path'
import { S3Client } from '@aws-sdk/client-s3'
import type { Command } from 'commander'
import type { System } from '../model/kinds.ts'
import { type Artifact, folderOf } from '../stacks/artifacts/artifact.ts'
import { type Packed, pack } from '../stacks/artifacts/pack.ts'
import { publishArchives } from './deploy/archives.ts'
import { type DeploymentOptions, deploymentOf, deploymentOptions } from './deploy/deployment.ts'
import { accountIsOurs, placeIsSet } from './deploy/prerequisites.ts'
import { progress, result, resultJson, table } from './output.ts'
import { root } from './place.ts'

interface Options extends DeploymentOptions {
  readonly publish?: true
}

export function register(command: Command): void {
  deploymentOptions(command)
    .description('build what AWS runs: the archives of functions and instances, the folders of images')
    .option('--publish', 'put the archives that it lacks into the artifact bucket')
    .action(async (options: Options) => {
      const demands = options.publish ? [placeIsSet, accountIsOurs] : []
      const { site, artifacts } = await deploymentOf(options, demands)
      if (options.publish) {
        const keys = await publishArchives(
          site.system,
          artifacts,
          new S3Client({ region: site.system.region }),
        )
        for (const key of keys) progress(`published ${key}`)
      }
      const packed = await packAll(site.system, artifacts)
      if (options.json) return resultJson(packed)
      const rows = packed.map((it) => [it.id, it.form, it.release, Math.ceil(it.bytes / 1024), shown(it)])
      result(table(['artifact', 'form', 'release', 'KiB', 'path'], rows))
    })
}

/** Writes all artifacts to where the checkout keeps those of the system. */
export const packAll = (system: System, artifacts: readonly Artifact[]): Promise<readonly Packed[]> =>
  Promise.all(artifacts.map((it) => pack(it, folderOf(system, root))))

const shown = ({ path }: Packed): string => relative(root, path)
