import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import {
  CreateExperimentTemplateCommand,
  type CreateExperimentTemplateCommandInput,
  FisClient,
  GetExperimentCommand,
  StartExperimentCommand,
} from '@aws-sdk/client-fis'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { experimentOf } from '../chaos/experiments/index.ts'
import { templateOf } from '../chaos/experiments/template.ts'
import { DEPLOYMENT_OUTPUT, type Deployment } from '../chaos/gameday/deployment.ts'
import type { Playbook } from '../chaos/gameday/playbook.ts'
import { localMetrics } from '../cli/site.ts'
import { handler } from '../lambdas/gameday-query/handler.ts'
import { login, taskEndpoint } from '../loadtests/remote/fixture/ecs.ts'
import { type Front, front } from '../loadtests/remote/fixture/front.ts'
import { unpackedImage } from '../loadtests/remote/fixture/image.ts'
import type { Status } from '../local/status.ts'
import type { System } from '../model/kinds.ts'
import {
  bucketName,
  clusterName,
  faultRoleArn,
  functionName,
  GAMEDAY_QUERY,
  LOAD_GENERATOR,
  loadGeneratorName,
  secretArn,
} from '../model/names.ts'
import { platform } from '../model/platform.ts'
import { systemOf } from '../model/systems/index.ts'
import { truthsInside } from '../model/truths.ts'
import { accountEmulator } from '../rehearsal/emulators/index.ts'
import { testContext } from './contract/context.ts'

/** The local system with what an account has beside it: tasks that generate load, functions that ask its databases. */
export interface Account extends Front {
  /** What the deployment tells, as `./cafe deploy` writes it. */
  readonly outputs: Readonly<Record<string, Deployment>>
  /** Questions that a database of it was asked. */
  readonly asked: () => number
  /** Starts one experiment for each set of tags, which lasts; ids in that order. */
  readonly started: (...tags: Readonly<Record<string, string>>[]) => Promise<string[]>
  readonly stateOf: (experiment: string) => Promise<string | undefined>
}

type Template = CreateExperimentTemplateCommandInput

/** Makes an account of the playbook's system, which is up, with its experiments deployed; `folder` is for the image. */
export async function accountOf(status: Status, playbook: Playbook, folder: string): Promise<Account> {
  const system = systemOf(playbook.system)
  const image = unpackedImage(system, join(folder, 'image'))
  const buckets = await bucketEndpoint(status.endpoints.aws!)
  const functions = await queryEndpoint(buckets.url, system, status)
  const tasks = await taskEndpoint(functions.url, await image)
  const bucket = bucketName(system, 'gamedays')
  const config = { endpoint: tasks.url, region: system.region, credentials: platform.credentials }
  await new S3Client({ ...config, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: bucket }))
  const fis = new FisClient(config)
  const templates = await deployed(fis, playbook)
  return {
    url: tasks.url,
    asked: functions.asked,
    started: (...tags) => started(fis, system, tags),
    stateOf: async (id) => (await fis.send(new GetExperimentCommand({ id }))).experiment?.state?.status,
    outputs: { [DEPLOYMENT_OUTPUT]: told(system, status, templates, bucket) },
    close: async () => {
      await tasks.close()
      await functions.close()
      await buckets.close()
    },
  }
}

async function deployed(fis: FisClient, { injects, system }: Playbook): Promise<Record<string, string>> {
  const ids = [...new Set(injects.map((it) => it.experiment))]
  const made = ids.map(async (id) => [id, await templateIn(fis, templateOf(experimentOf(system, id)))])
  return Object.fromEntries(await Promise.all(made))
}

async function templateIn(fis: FisClient, template: Template): Promise<string> {
  const { experimentTemplate } = await fis.send(new CreateExperimentTemplateCommand(template))
  return experimentTemplate!.id!
}

/** A template that no deployment made, and that hurts nobody. */
const waiting = (system: System): Template => ({
  description: 'Five minutes pass.',
  roleArn: faultRoleArn(system),
  stopConditions: [{ source: 'none' }],
  actions: { wait: { actionId: 'aws:fis:wait', parameters: { duration: 'PT5M' } } },
})

async function started(
  fis: FisClient,
  system: System,
  tags: readonly Readonly<Record<string, string>>[],
): Promise<string[]> {
  const experimentTemplateId = await templateIn(fis, waiting(system))
  const all = tags.map((it) => fis.send(new StartExperimentCommand({ experimentTemplateId, tags: it })))
  return (await Promise.all(all)).map(({ experiment }) => experiment!.id!)
}

/** S3, which the local endpoint does not have, of an emulator of its own; every other call goes on. */
async function bucketEndpoint(upstream: string): Promise<Front> {
  const { ctx, remove } = testContext()
  const emulator = accountEmulator(ctx)
  await emulator.start()
  const { host, port } = emulator.endpoint()
  const isForS3 = ({ headers }: IncomingMessage) => headers.authorization?.includes('/s3/aws4_request')
  const ahead = await front(
    (call) => (isForS3(call) ? `http://${host}:${port}` : upstream),
    () => undefined,
  )
  return {
    url: ahead.url,
    async close() {
      await ahead.close()
      await emulator.stop()
      await remove()
    },
  }
}

/** Lambda with the game day's function alone, whose code is the deployed one's; every other call goes on. */
async function queryEndpoint(
  upstream: string,
  system: System,
  { endpoints }: Status,
): Promise<Front & Pick<Account, 'asked'>> {
  const [truth] = truthsInside(system)
  if (truth) {
    const where = new URL(endpoints[`${truth.store}_writer`]!)
    where.username = where.password = ''
    Object.assign(process.env, login(upstream), {
      AURORA_WRITER_URL: where.href,
      SECRET_ARN: secretArn(system, truth.secret),
    })
  }
  const query = functionName(system, GAMEDAY_QUERY)
  let asked = 0
  const ahead = await front(upstream, async ({ url }, body) => {
    if (!truth || url !== `/2015-03-31/functions/${query}/invocations`) return undefined
    asked += 1
    return handler(JSON.parse(body.toString()))
  })
  return { ...ahead, asked: () => asked }
}

function told(
  system: System,
  { endpoints }: Status,
  templates: Record<string, string>,
  bucket: string,
): Deployment {
  const metrics = localMetrics(system)
  const entries = Object.entries(system.entries)
  const groups = entries.flatMap(([, it]) =>
    it.kind === 'alb'
      ? it.routes.map((route) => route.targetGroup)
      : it.kind === 'nlb'
        ? [it.targetGroup]
        : [],
  )
  const balancers = entries.filter(([, it]) => it.kind === 'alb' || it.kind === 'nlb').map(([id]) => id)
  return {
    system: system.id,
    region: system.region,
    account: system.account,
    endpoints: { [system.frontDoor!]: endpoints[system.frontDoor!]! },
    balancers: Object.fromEntries(balancers.map((id) => [id, metrics.balancer(id)])),
    targetGroups: Object.fromEntries(groups.map((it) => [it, metrics.targetGroup(it)])),
    templates,
    queryFunctions: Object.fromEntries(
      truthsInside(system).map(({ store }) => [store, functionName(system, GAMEDAY_QUERY)]),
    ),
    load: {
      region: system.region,
      bucket,
      image: `${LOAD_GENERATOR}:unpacked`,
      fargate: {
        cluster: clusterName(system),
        taskDefinition: loadGeneratorName(system),
        container: LOAD_GENERATOR,
        subnets: ['subnet-1'],
        securityGroups: ['sg-1'],
      },
    },
  }
}
