import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { System } from '../../model/kinds.ts'
import { cloudcafe } from '../../model/systems/cloudcafe/index.ts'
import { systems } from '../../model/systems/index.ts'
import { siteOf } from '../config.ts'
import { synthesised } from '../fixtures/synthesised.ts'
import { goneWith, type Played, without } from '../fixtures/without.ts'
import { estimateOf, rates } from './estimate.ts'
import { free } from './free.ts'
import { AS_OF, HOURS, type Price } from './price.ts'
import { prices } from './prices.ts'
import { type Source, sources } from './sources.ts'

const site = (CAFE_STAGE: string, system: System = cloudcafe) => siteOf(system, { CAFE_STAGE })
const estimates = { dev: estimateOf(site('dev')), prod: estimateOf(site('prod')) }
const types = new Set(
  Object.values(systems).flatMap((system) =>
    ['dev', 'prod'].flatMap((stage) => synthesised({ CAFE_STAGE: stage }, system).types()),
  ),
)

describe('the tables', () => {
  it('have a rate or a reason for every type that is made, never both, and none for what is not', () => {
    const rated = Object.values(rates).flatMap((table) => Object.keys(table))
    const all = [...rated, ...Object.keys(free)]
    expect(new Set(all).size).toBe(all.length)
    expect(all.sort()).toEqual([...types].sort())
  })

  it('have no price that nothing is billed by', () => {
    const used = new Set(
      Object.values(estimates).flatMap((it) =>
        it.resources.flatMap(({ parts }) => parts.map(({ price }) => price)),
      ),
    )
    expect(Object.keys(prices).filter((id) => !used.has(id as keyof typeof prices))).toEqual([])
  })

  it('name AWS’s page of each price', () => {
    for (const { page, usd } of Object.values(prices)) {
      expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/pricing\/$/)
      expect(usd).toBeGreaterThan(0)
    }
  })

  it('have no source that no price was held against, and none of another day than before the table’s', () => {
    const held = new Set<Source | undefined>(Object.values<Price>(prices).map((it) => it.source))
    expect(Object.values(sources).filter((it) => !held.has(it))).toEqual([])
    for (const { date } of Object.values(sources)) {
      expect(date).toMatch(/^20\d\d(-\d\d(-\d\d)?)?$/)
      expect(date < AS_OF).toBe(true)
    }
  })
})

describe.each(['dev', 'prod'] as const)('an estimate of %s', (profile) => {
  const estimate = estimates[profile]

  it('is the sum of its groups, of its resources and of their parts', () => {
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    expect(sum(Object.values(estimate.groups))).toBeCloseTo(estimate.monthlyUsd)
    expect(sum(estimate.resources.map((it) => it.monthlyUsd))).toBeCloseTo(estimate.monthlyUsd)
    for (const { parts, monthlyUsd } of estimate.resources)
      expect(sum(parts.map((it) => it.usd * it.quantity))).toBeCloseTo(monthlyUsd)
  })

  it('bills the tasks of the order service as the model sizes them', () => {
    const { vcpu, memoryMiB, scaling } = cloudcafe.workloads.order
    const service = estimate.resources.find((it) => it.name === 'order-service')!
    expect(service.parts.map((it) => it.quantity)).toEqual([
      scaling.min * vcpu * HOURS,
      scaling.min * (memoryMiB / 1024) * HOURS,
    ])
  })
})

it('a warehouse that is up for a working day costs a third of its hours', () => {
  const hoursOf = (profile: keyof typeof estimates) =>
    estimates[profile].resources.find((it) => it.type === 'aws_redshift_cluster')!.parts[0]!.quantity
  expect(hoursOf('dev')).toBeCloseTo(HOURS / 3)
  expect(hoursOf('prod')).toBe(HOURS * cloudcafe.resources.redshift.nodes)
})

const whole: Played = { system: cloudcafe, experiments: [] }
const reduced = (id: string) => without(whole, goneWith(whole, id)).system

it('is less without any one resource of the model that is billed', () => {
  // a parameter is free, and adds nothing
  const ids = Object.entries(cloudcafe.resources).flatMap(([id, it]) => (it.kind === 'parameter' ? [] : [id]))
  fc.assert(
    fc.property(fc.constantFrom(...ids), (id) => {
      expect(estimateOf(site('dev', reduced(id))).monthlyUsd).toBeLessThan(estimates.dev.monthlyUsd)
    }),
    { numRuns: 4 },
  )
})

it('is more for more of anything: shards, copies, days that the warehouse is up', () => {
  const { workloads, resources } = cloudcafe
  const more: readonly System[] = [
    {
      ...cloudcafe,
      resources: { ...resources, 'order-events': { ...resources['order-events'], shards: 5 } },
    },
    {
      ...cloudcafe,
      workloads: {
        ...workloads,
        order: { ...workloads.order, scaling: { ...workloads.order.scaling, min: 3 } },
      },
    },
  ]
  for (const system of more)
    expect(estimateOf(site('dev', system)).monthlyUsd).toBeGreaterThan(estimates.dev.monthlyUsd)
})

it('of dev is within what the document says of a month', () => {
  const { from, to } = cloudcafe.operations.monthlyEstimate
  expect(estimates.dev.monthlyUsd).toBeGreaterThan(from)
  expect(estimates.dev.monthlyUsd).toBeLessThan(to)
})
