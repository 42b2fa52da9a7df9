import { afterAll, describe, expect, it } from 'vitest'
import type { Flow } from '../model/kinds.ts'
import { envName, nodePort } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { siteFindings, siteOf } from './config.ts'
import { estimateOf } from './cost/estimate.ts'
import { linesOf, orderlessOf } from './fixtures/lines.ts'
import { synthesised } from './fixtures/synthesised.ts'
import { exchanged, MARKS, markedBy, twinned, unmarked } from './fixtures/twins.ts'
import { terraformOf } from './terraform.ts'

/** Members of which AWS has one: a model with two of them is refused, and all others are there twice. */
const SINGLES = ['cdn', 'lattice']

/** What else a deployment of twins is refused for, and why that is right. */
const REFUSED: Readonly<Record<string, string>> = {
  'alarms.dynamodb-throttling':
    'AWS counts throttles by table, and an alarm computes with ten metrics at most',
}

/** What the stacks say of one twin and not of the other, and why. */
const ONE_SIDED: readonly (readonly [at: RegExp, why: string])[] = [
  [
    /^cloudcafe-gameday\.|_route53_recordalb-castor-afqdn\./,
    'a game day sends its load to one balancer, and counts orders in one cluster',
  ],
  [/\.cdn(-menu-castor-cache)?$/, 'the one distribution stands before one API'],
]

/** What the stacks say of the system as it is, and of neither twin, and why. */
const OTHERWISE: readonly (readonly [line: RegExp, why: string])[] = [
  [/\.aws_eks_node_group\.nodes\.scaling_config\./, 'there are nodes for as many pods as there are'],
  [/\.expression: FILL\(throttles_n, 0\)/, 'throttles are summed over all tables'],
]
const used = new Set<unknown>()
const explained = (rows: typeof ONE_SIDED, text: string): boolean => {
  const row = rows.find(([it]) => it.test(text))
  used.add(row)
  return row !== undefined
}

const pairs = twinned(siteOf(cloudcafe, {}), SINGLES)
const { workloads, resources, entries, flows, alarms } = cloudcafe
const families = { workloads, resources, entries, flows, alarms }
const members = [
  ...Object.entries(families).flatMap(([family, all]) => Object.keys(all).map((id) => [family, id] as const)),
  ...siteOf(cloudcafe, {}).experiments.map(({ id }) => ['experiments', id] as const),
].filter(([, id]) => !SINGLES.includes(id))

/** Services and workers ask their queues and streams themselves: the flow is theirs, and no block of AWS's. */
const isPolled = (id: string): boolean => {
  const it = (flows as Readonly<Record<string, Flow>>)[id]
  return it !== undefined && it.kind !== 'topic' && Object.hasOwn(services, it.to)
}
const services = Object.fromEntries(Object.entries(workloads).filter(([, it]) => 'port' in it))

const ports = new Map(
  Object.keys({ ...workloads, ...pairs.system.workloads }).map((id) => [String(nodePort(id)), id]),
)
/** A text in which a port that follows from a name is that name's, and parts of a sum over all tables have no number. */
const say = (text: string): string =>
  text
    .replaceAll(/\b\d{5}\b/g, (port) => (ports.has(port) ? `port-of-${ports.get(port)}` : port))
    .replaceAll(/\b(throttles_|ThrottledRequests )\d+/g, '$1n')

it('every member can be there twice, but for what has a reason', () => {
  const found = siteFindings(pairs.system, {}).map(({ where }) => unmarked(where))
  expect([...new Set(found)]).toEqual(Object.keys(REFUSED))
})

it.each(SINGLES)('%s cannot', (id) => {
  const { system } = twinned(
    siteOf(cloudcafe, {}),
    SINGLES.filter((it) => it !== id),
  )
  expect(siteFindings(system, {}).map(({ where }) => where)).toContain(`entries.${markedBy(MARKS[1], id)}`)
})

describe.each(['dev', 'prod'])('with every member twice, the Terraform of %s', (CAFE_STAGE) => {
  const alone = siteOf(cloudcafe, { CAFE_STAGE })
  const site = { ...alone, ...pairs }
  const terraform = terraformOf(site)

  it('says of one twin what it says of the other', () => {
    const others = orderlessOf(terraform, (text) => exchanged(say(text)))
    const uneven = [...orderlessOf(terraform, say)].filter(([at, text]) => others.get(at) !== text)
    expect(uneven.map(([at]) => at).filter((at) => !explained(ONE_SIDED, at))).toEqual([])
  })

  it('says of both what it says of the one that there is', () => {
    const told = new Set(linesOf(terraform, (text) => unmarked(say(text))))
    const lacking = linesOf(synthesised({ CAFE_STAGE }), say).filter((line) => !told.has(line))
    expect(lacking.filter((line) => !explained(OTHERWISE, line))).toEqual([])
  })

  it('knows no name on AWS by heart', () => {
    const ids = members.flatMap(([family, id]) => (family === 'flows' ? [] : [id]))
    const original = new RegExp(`${site.system.id}[-/](${ids.join('|')})(?![a-z0-9]|-[a-z0-9])`)
    expect(linesOf(terraform, say).filter((line) => original.test(line))).toEqual([])
  })

  const whole = Object.values(terraform.texts).join('\n')
  it.each(members)('names both twins of %s.%s, if any', (_family, id) => {
    for (const name of MARKS.map((mark) => markedBy(mark, id)))
      expect(whole.includes(name) || whole.includes(envName(name)), name).toBe(!isPolled(id))
  })

  it('costs the same for both, and all that costs something is billed for both', () => {
    const { resources: billed } = estimateOf(site)
    const bill = billed.map((it) => `${it.type}.${it.name}: ${it.monthlyUsd.toFixed(2)}`)
    expect(bill.map(exchanged).sort()).toEqual(bill.toSorted())
    const names = new Set(billed.map((it) => `${it.type}.${unmarked(it.name)}`))
    const lacking = estimateOf(alone).resources.filter((it) => !names.has(`${it.type}.${it.name}`))
    expect(lacking).toEqual([])
  })
})

afterAll(() => {
  expect([...ONE_SIDED, ...OTHERWISE].filter((row) => !used.has(row)).map(([, why]) => why)).toEqual([])
})
