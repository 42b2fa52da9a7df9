import type { Command } from 'commander'
import { packAll } from './artifacts.ts'
import { findBuilder } from './deploy/builder.ts'
import { type DeploymentOptions, deploymentOf, deploymentOptions } from './deploy/deployment.ts'
import { buildImage, publishImages } from './deploy/images.ts'
import { accountIsOurs, builderIsThere, imagesCanBe, placeIsSet } from './deploy/prerequisites.ts'
import { progress, result, resultJson } from './output.ts'

interface Options extends DeploymentOptions {
  readonly push: boolean
}

export function register(command: Command): void {
  deploymentOptions(command)
    .description('build the images of services and push those that the registry lacks')
    .option('--no-push', 'build all of them, and push none')
    .action(async (options: Options) => {
      const images = await (options.push ? pushed(options) : built(options))
      if (options.json) resultJson({ [options.push ? 'pushed' : 'built']: images })
      else if (images.length > 0) result(images.join('\n'))
      else progress('the registry has them all')
    })
}

async function built(options: Options): Promise<readonly string[]> {
  const { site, artifacts } = await deploymentOf(options, [builderIsThere])
  const builder = await findBuilder()
  const names: string[] = []
  for (const it of await packAll(
    site.system,
    artifacts.filter(({ form }) => form === 'image'),
  ))
    names.push(await buildImage(site, it, builder))
  return names
}

async function pushed(options: Options): Promise<readonly string[]> {
  const { site, artifacts } = await deploymentOf(options, [placeIsSet, accountIsOurs, imagesCanBe])
  return publishImages(
    site,
    await packAll(
      site.system,
      artifacts.filter(({ form }) => form === 'image'),
    ),
  )
}
