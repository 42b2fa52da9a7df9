import { TerraformOutput } from 'cdktf'
import type { Construct } from 'constructs'
import { entryTraits } from '../model/entry-traits.ts'
import type { Entry } from '../model/kinds.ts'
import { type Projection, project } from '../model/projection.ts'
import { alb } from './constructs/alb.ts'
import { apigateway } from './constructs/apigateway.ts'
import { cloudfront } from './constructs/cloudfront.ts'
import { lattice } from './constructs/lattice.ts'
import { nlb } from './constructs/nlb.ts'
import { domain } from './domain.ts'
import type { Firewalls } from './firewalls.ts'
import type { NetworkStack } from './network.ts'
import type { Site } from './site.ts'
import { Stack } from './stack.ts'
import type { EdgePlace, TargetGroup, Way } from './way.ts'

const ENTRIES: Projection<Entry, EdgePlace, Way> = { alb, nlb, lattice, apigateway, cloudfront }

/** The ways in: balancers with their rules and target groups, the API, the CDN, the service network. */
export class EdgeStack extends Stack {
  readonly #ways = new Map<string, Way>()

  constructor(scope: Construct, site: Site, network: NetworkStack, firewalls: Firewalls) {
    super(scope, site, 'edge')
    const place: EdgePlace = {
      stack: this,
      network,
      firewalls,
      domain: domain(this),
      way: (id) => this.#way(id, place),
    }
    for (const [id, it] of Object.entries(site.system.entries)) {
      const { host } = this.#way(id, place)
      if (entryTraits[it.kind].isPublic) new TerraformOutput(this, `${id}-url`, { value: `https://${host}` })
    }
  }

  /** An entry that others lead to is made before them, wherever it stands in the model. */
  #way(id: string, place: EdgePlace): Way {
    const known = this.#ways.get(id)
    if (known) return known
    const made = project(ENTRIES, id, this.site.system.entries[id]!, place)
    this.#ways.set(id, made)
    return made
  }

  /** Groups that the copies of a workload register in, over all entries. */
  targetsOf(workload: string): readonly TargetGroup[] {
    return [...this.#ways.values()].flatMap((it) => it.targets[workload] ?? [])
  }

  /** Ids of the security groups that the copies of workloads bear beside their own, so that entries reach them. */
  groupsOf(...workloads: readonly string[]): readonly string[] {
    const groups = workloads.flatMap((it) => this.targetsOf(it)).map((it) => it.securityGroupId)
    return [...new Set(groups.filter((it) => it !== undefined))]
  }

  /** URL by which other workloads call a workload; an error where no entry leads to it from inside. */
  urlOf(workload: string): string {
    const found = [...this.#ways.values()].map((it) => it.urls[workload]).find((url) => url !== undefined)
    if (found) return found
    throw new Error(`no entry of ${this.site.system.id} leads to '${workload}' from inside the VPC`)
  }

  /** Host name on which an entry answers. */
  hostOf(entry: string): string {
    return this.#ways.get(entry)!.host
  }

  /** The rule by which an entry leads to a workload. */
  ruleArnOf(entry: string, workload: string): string {
    const found = this.#ways.get(entry)?.targets[workload]?.ruleArn
    if (found) return found
    throw new Error(`${this.site.system.id} has no rule of '${entry}' that leads to '${workload}'`)
  }

  /** What CloudWatch calls an entry. */
  metricNameOf(entry: string): string {
    return this.#ways.get(entry)!.metricName
  }

  /** What CloudWatch calls the target group by which a load balancer leads to a workload. */
  targetMetricNameOf(workload: string): string {
    const found = this.targetsOf(workload).find((it) => it.kind === 'balancer')
    if (found) return found.metricName
    throw new Error(`no load balancer of ${this.site.system.id} leads to '${workload}'`)
  }
}
