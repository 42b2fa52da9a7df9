import { afterAll, describe, expect, it } from 'vitest'
import type { Entry, Resource } from '../model/kinds.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { siteFindings, siteOf } from './config.ts'
import { blocksOf } from './fixtures/blocks.ts'
import { naming, textsIn } from './fixtures/naming.ts'
import { goneWith, type Played, without } from './fixtures/without.ts'
import { terraformOf } from './terraform.ts'

const site = siteOf(cloudcafe, {})
const whole: Played = site
const before = blocksOf(terraformOf(site))

const { workloads, resources, entries, flows, alarms } = cloudcafe
const CARRIERS: readonly Resource['kind'][] = ['dynamodb', 'kinesis', 'sqs']
const kindOf = (id: string) => (resources as Readonly<Record<string, Resource>>)[id]!.kind
/** Few at a time of what few others hang on: a synth is what costs. */
const AT_ONCE = 4
const inFours = (ids: readonly string[]) =>
  Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) =>
    ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  )
const carriers = Object.keys(resources).filter((id) => CARRIERS.includes(kindOf(id)))
const alone = Object.keys({ ...workloads, ...resources, ...entries }).filter((id) => !carriers.includes(id))
const removals: readonly (readonly string[])[] = [
  ...alone.map((id) => [id]),
  ...[carriers, Object.keys(flows), Object.keys(alarms), site.experiments.map(({ id }) => id)].flatMap(
    inFours,
  ),
]

/** Models that `siteOf` refuses: where, and what has to go with it. */
const REFUSED: Readonly<Record<string, string>> = {
  alb: 'frontDoor',
}

/** Texts that are an id and mean something else. */
const OTHERWISE: Readonly<Record<string, RegExp>> = {
  // the database of Redshift has the worker's name
  analytics: /"database_name": "analytics"|DATABASE=analytics|\/analytics\\"/g,
  // a security group of the document, in which MemoryDB stands, too; a document of faults, which is for any system
  elasticache: /elasticache-(group|6379)|to-elasticache|elasticache-sg|.*schemaVersion.*/g,
  // the service of a document of faults, which is for any system
  memorydb: /.*(memorydb:DescribeEvents|schemaVersion).*/g,
  // a budget's
  notification: /"notification(_type)?":/g,
  // Kubernetes', EKS's and the payment provider's
  api: /"api_(version|groups?)"|"API"|"api",|payments_api_key/g,
}

/** What changes or goes with something that it does not name: which blocks, by what, and why. */
const SHARED: readonly (readonly [block: RegExp, of: RegExp, why: string])[] = [
  [/ aws_iam_role_policy\.fis-policy$/, /./, 'FIS may do what the experiments that are left do'],
  [
    / aws_(security_group|vpc_security_group_\w+)\.(ecs-|rds-|alb-8080-to-ecs|elasticache-6379-from-ecs)/,
    /^(order|aurora)$/,
    'a security group stands where one of its members does',
  ],
  [/\.lattice-to-\d+$/, /^(order|inventory|menu)$/, 'a service network reaches the ports of its services'],
  [/^cloudcafe-ecs /, /^order$/, 'there is a cluster while something runs on it'],
  [/ aws_eks_node_group\.nodes$/, /^(inventory|menu)$/, 'there are nodes for as many pods as there are'],
  [/\.password-rotation(-policy)?$/, /^(aurora|documentdb)(-secret)?$/, 'one function rotates all secrets'],
  [/^cloudcafe-gameday /, /^aurora(-secret)?$/, 'a game day counts orders in Aurora'],
  [/\.menu-deployment$/, /^documentdb(-secret)?$/, 'pods are restarted with the secrets that they read'],
  [/\.rule-table-recovery$/, /^active-orders$/, 'Config is asked about what there is'],
  [/\.cdn(-menu-cache)?$/, /^elasticache$/, 'nothing is cached of which no age is given'],
  [
    /\.inventory-sync(-policy)?$/,
    /^(memorydb|stock-changes)$/,
    'a function stands in the VPC for a store that does, and reads a stream that flows to it',
  ],
  [
    /\.(sns|kinesis-streams)-endpoint$/,
    /^(payment-outcomes|order-events)$/,
    'there is an endpoint for each service that is used',
  ],
  [/\.loyalty-group$/, /^nlb$/, 'a group asks a balancer whether its instances are healthy'],
  [/\.fault-agent-(repository|old-images)$/, /^order$/, 'the agent stands beside tasks'],
  [/\.(order-task|node-template)$/, /^lattice$/, 'who calls through a service network has its addresses'],
  [/ aws_sqs_queue_policy\./, /^outcomes-to-/, 'a queue lets in the topics that flow to it'],
  [
    /\.services$/,
    /^(high-error-rate|ecs-task-count)$/,
    'a dashboard shows what there is, with the threshold of a metric’s alarm',
  ],
]
const used = new Set<unknown>()

/** Names that go with a member: its own, and those of its target groups. */
function namesOf(gone: ReadonlySet<string>): readonly string[] {
  const groups = Object.entries(entries as Readonly<Record<string, Entry>>).flatMap(([id, it]) => {
    if (it.kind === 'alb')
      return it.routes.filter(({ to }) => gone.has(to) || gone.has(id)).map((route) => route.targetGroup)
    return it.kind === 'nlb' && gone.has(id) ? [it.targetGroup] : []
  })
  return [...gone, ...groups]
}

describe.each(removals.map((ids) => [ids.join(', '), ids] as const))('without %s', (_title, ids) => {
  const gone = goneWith(whole, ...ids)
  const reduced = without(whole, gone)
  const found = siteFindings(reduced.system, {})
  if (ids.some((id) => REFUSED[id])) {
    it('there is no system', () => {
      expect([...new Set(found.map(({ where }) => where))]).toEqual(ids.map((id) => REFUSED[id]))
    })
    return
  }
  const { texts } = terraformOf({ ...site, ...reduced })
  const others = [reduced.system, reduced.experiments.map(({ system: _, ...it }) => it)]
  const names = naming(namesOf(gone), textsIn(others))

  it('the model is sound, and nothing in any stack names it', () => {
    expect(found).toEqual([])
    const otherwise = ids.flatMap((id) => OTHERWISE[id] ?? [])
    const lines = Object.entries(texts).flatMap(([stack, text]) =>
      otherwise
        .reduce((said, it) => said.replaceAll(it, ''), text)
        .split('\n')
        .filter(names)
        .map((line) => `${stack}: ${line.trim()}`),
    )
    expect(lines).toEqual([])
  })

  it('all that does not name it is as before', () => {
    const after = blocksOf({ texts })
    const changed = [...before]
      .filter(([at, text]) => after.get(at) !== text && !names(`${at} ${text}`))
      .map(([at]) => at)
    const unexplained = changed.filter((at) => {
      const row = SHARED.find(([block, by]) => block.test(at) && ids.some((id) => by.test(id)))
      used.add(row)
      return row === undefined
    })
    expect(unexplained).toEqual([])
  })
})

afterAll(() => {
  expect(SHARED.filter((row) => !used.has(row)).map(([, , why]) => why)).toEqual([])
})
