import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js'
import { Wafv2WebAcl, type Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl/index.js'
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration/index.js'
import type { Entry, System } from '../model/kinds.ts'
import type { Hop } from './hop.ts'
import { rateLimit, WINDOW_SECONDS } from './rate-limit.ts'
import { CDN_REGION } from './regions.ts'
import type { Stack } from './stack.ts'

/** ARNs of the web ACLs: one for balancers and APIs of the region, one for CloudFront. */
export interface Firewalls {
  /** @throws Error where no entry of the model is public in the region. */
  readonly regionalArn: string
  /** @throws Error where no entry of the model is a CloudFront distribution. */
  readonly cdnArn: string
  /** What an entry adds to requests that it passes on to another. */
  readonly hop: Hop
}

interface Scope {
  readonly id: 'regional' | 'cdn'
  readonly scope: 'REGIONAL' | 'CLOUDFRONT'
  readonly fronts: (entry: Entry) => boolean
  /** Where it lives; with the rest where absent. */
  readonly region?: string
}

const REGIONAL: Scope = {
  id: 'regional',
  scope: 'REGIONAL',
  fronts: (it) => it.kind === 'apigateway' || (it.kind === 'alb' && it.scheme === 'internet-facing'),
}
const CDN: Scope = {
  id: 'cdn',
  scope: 'CLOUDFRONT',
  fronts: (it) => it.kind === 'cloudfront',
  region: CDN_REGION,
}

/** The web ACLs that the public entries of the model need. */
export function firewalls(stack: Stack, hop: Hop): Firewalls {
  const regional = firewall(stack, REGIONAL, hop)
  const cdn = firewall(stack, CDN, hop)
  return {
    hop,
    get regionalArn() {
      return regional()
    },
    get cdnArn() {
      return cdn()
    },
  }
}

function firewall(stack: Stack, scope: Scope, hop: Hop): () => string {
  const { system } = stack.site
  if (Object.values(system.entries).some(scope.fronts)) {
    const { arn } = webAcl(stack, scope, hop)
    return () => arn
  }
  return () => {
    throw new Error(`no entry of ${system.id} needs a ${scope.id} web ACL, and something asks for it`)
  }
}

function webAcl(stack: Stack, { id, scope, region }: Scope, hop: Hop): Wafv2WebAcl {
  const { system, profileId } = stack.site
  const name = `${system.id}-${id}`
  const where = region ? { region } : {}
  const made = new Wafv2WebAcl(stack, `${id}-firewall`, {
    ...where,
    name,
    scope,
    defaultAction: { allow: {} },
    rule: [...AWS_RULES.map(managedRule), rateRule(system, hop)],
    visibilityConfig: visible(name),
  })
  const logs = new CloudwatchLogGroup(stack, `${id}-firewall-logs`, {
    ...where,
    // WAF writes to groups of this beginning only
    name: `aws-waf-logs-${name}`,
    retentionInDays: system.operations.logRetentionDays[profileId],
  })
  new Wafv2WebAclLoggingConfiguration(stack, `${id}-firewall-logging`, {
    ...where,
    resourceArn: made.arn,
    logDestinationConfigs: [logs.arn],
    redactedFields: ['authorization', hop.header].map((name) => ({ singleHeader: { name } })),
  })
  return made
}

/** AWS's own groups: known attackers, the OWASP list, inputs that are known to be bad, SQL in requests. */
const AWS_RULES = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesSQLiRuleSet',
]

const managedRule = (name: string, priority: number): Wafv2WebAclRule => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managed_rule_group_statement: { name, vendor_name: 'AWS' } },
  visibilityConfig: visible(name),
})

/**
 * Counts clients by address, at the entry that they call. What bears the mark of another entry was counted there, and
 * comes from addresses that all clients of that entry share.
 */
const rateRule = (system: System, hop: Hop): Wafv2WebAclRule => ({
  name: 'rate',
  priority: AWS_RULES.length,
  action: { block: {} },
  statement: {
    rate_based_statement: {
      aggregate_key_type: 'IP',
      evaluation_window_sec: WINDOW_SECONDS,
      limit: rateLimit(system),
      scope_down_statement: { not_statement: { statement: [marked(hop)] } },
    },
  },
  visibilityConfig: visible('rate'),
})

const marked = ({ header, value }: Hop) => ({
  byte_match_statement: {
    field_to_match: { single_header: { name: header } },
    positional_constraint: 'EXACTLY',
    search_string: value,
    text_transformation: [{ priority: 0, type: 'NONE' }],
  },
})

const visible = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  sampledRequestsEnabled: true,
  metricName,
})
