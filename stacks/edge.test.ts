import { describe, expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()
const { alb, nlb, cdn } = cloudcafe.entries
/** How Terraform names what it knows of a block, or is given. */
const value = (path: string): string => `\${${path}}`
const listener = (name: string) => dev.one('aws_lb_listener', name)

it('the ALB faces the internet, sends HTTP:80 to HTTPS:443, and takes TLS 1.2 or later there', () => {
  expect(dev.one('aws_lb', 'alb')).toMatchObject({
    load_balancer_type: 'application',
    idle_timeout: alb.idleTimeoutSeconds,
  })
  expect(dev.one('aws_lb', 'alb').internal ?? false).toBe(alb.scheme !== 'internet-facing')
  expect(listener('alb-http')).toMatchObject({ port: 80, protocol: 'HTTP' })
  expect(listener('alb-http').default_action[0].redirect).toMatchObject({ port: '443', protocol: 'HTTPS' })
  expect(listener('alb-https')).toMatchObject({ port: 443, protocol: 'HTTPS' })
  expect(listener('alb-https').ssl_policy).toMatch(/^ELBSecurityPolicy-TLS13-1-2-/)
})

it.each(alb.routes)('the ALB sends $prefix and all below it to $to', ({ prefix, to, targetGroup }) => {
  const rule = dev.one('aws_lb_listener_rule', `alb-${to}`)
  const paths = rule.condition.flatMap((it: Block) => it.path_pattern?.values ?? [])
  expect(paths).toEqual([prefix, `${prefix}/*`])
  expect(JSON.stringify(rule.action)).toContain(`aws_lb_target_group.${targetGroup}.arn`)
})

it.each(alb.routes)(
  'group $targetGroup checks the health of $to as the model does',
  ({ to, targetGroup }) => {
    const { health } = cloudcafe.workloads[to]
    expect(dev.one('aws_lb_target_group', targetGroup)).toMatchObject({
      name: targetGroup,
      health_check: {
        interval: health.intervalSeconds,
        healthy_threshold: health.healthyAfter,
        unhealthy_threshold: health.unhealthyAfter,
      },
    })
  },
)

it('the NLB is internal and takes TCP on the port of the model', () => {
  expect(dev.one('aws_lb', 'nlb')).toMatchObject({ load_balancer_type: 'network', internal: true })
  expect(listener('nlb-tcp')).toMatchObject({ port: nlb.port, protocol: 'TCP' })
  expect(dev.one('aws_lb_target_group', nlb.targetGroup).name).toBe(nlb.targetGroup)
})

it('CloudFront and the API mark what they pass on as the web ACLs expect it', () => {
  const [mark] = dev.one('aws_cloudfront_distribution', 'cdn').origin[0].custom_header
  expect(mark.name).toBe('x-cafe-hop')
  // both stacks name the same output of the stack that has the key
  const [, key] = /split\("\/", (.*)\), 1\)/.exec(mark.value)!
  const { request_parameters: sent } = dev.one('aws_api_gateway_integration', 'api-proxy')
  expect(sent['integration.request.header.x-cafe-hop']).toMatch(/^'.*'$/)
  expect(sent['integration.request.header.x-cafe-hop']).toContain(key)
})

it('CloudFront leads to the API, the API to the ALB, and only what the model says is cached', () => {
  const distribution = dev.one('aws_cloudfront_distribution', 'cdn')
  expect(distribution.origin[0].domain_name).toBe(`api.${value('var.domain')}`)
  expect(distribution.origin[0].origin_path).toBeUndefined()
  expect(distribution.default_cache_behavior.allowed_methods).toContain('POST')
  expect(distribution.ordered_cache_behavior.map((it: Block) => it.path_pattern)).toEqual(cdn.cached)
  const policy = dev.one('aws_cloudfront_cache_policy', 'cdn-menu-cache')
  expect(policy.default_ttl).toBe(cloudcafe.resources.elasticache.ttlSeconds.menu)
  expect(dev.one('aws_api_gateway_base_path_mapping', 'api-mapping')).toMatchObject({
    api_id: expect.stringContaining('aws_api_gateway_'),
    stage_name: expect.stringContaining('aws_api_gateway_stage.api-stage'),
  })
  expect(dev.one('aws_api_gateway_integration', 'api-proxy').uri).toBe(
    `https://alb.${value('var.domain')}/{proxy}`,
  )
})

describe('the names of public entries', () => {
  const names = [
    ['cdn', value('var.domain'), value('aws_cloudfront_distribution.cdn.domain_name')],
    [
      'api',
      `api.${value('var.domain')}`,
      value('aws_api_gateway_domain_name.api-domain.regional_domain_name'),
    ],
    ['alb', `alb.${value('var.domain')}`, value('aws_lb.alb.dns_name')],
  ] as const

  it.each(names)('%s answers on %s', (id, host, target) => {
    const record = dev.one('aws_route53_record', `${id}-a`)
    expect(record).toMatchObject({ name: host, type: 'A', zone_id: value('var.zone_id') })
    expect(record.alias.name).toBe(target)
  })

  it('have certificates, which whoever calls them holds them to', () => {
    expect(listener('alb-https').certificate_arn).toBe(value('var.certificate_arn'))
    const named = dev.one('aws_api_gateway_domain_name', 'api-domain')
    expect(named.regional_certificate_arn).toBe(value('var.certificate_arn'))
    expect(dev.one('aws_api_gateway_integration', 'api-proxy').tls_config).toBeUndefined()
    const { aliases, viewer_certificate } = dev.one('aws_cloudfront_distribution', 'cdn')
    expect(aliases).toEqual([value('var.domain')])
    expect(viewer_certificate.acm_certificate_arn).toBe(value('var.certificate_arn'))
  })

  it('take TLS 1.2 or later, and AWS’s own name of the API takes nothing', () => {
    expect(dev.one('aws_api_gateway_domain_name', 'api-domain').security_policy).toBe('TLS_1_2')
    expect(dev.one('aws_api_gateway_rest_api', 'api').disable_execute_api_endpoint).toBe(true)
    const { viewer_certificate, origin } = dev.one('aws_cloudfront_distribution', 'cdn')
    expect(viewer_certificate).toMatchObject({
      minimum_protocol_version: 'TLSv1.2_2021',
      ssl_support_method: 'sni-only',
    })
    expect(origin[0].custom_origin_config).toMatchObject({
      origin_protocol_policy: 'https-only',
      origin_ssl_protocols: ['TLSv1.2'],
    })
  })

  it('have a certificate of CloudFront’s region as well, where the rest is in another', () => {
    const abroad = synthesised({ AWS_REGION: 'eu-central-1' })
    const { viewer_certificate } = abroad.one('aws_cloudfront_distribution', 'cdn')
    expect(viewer_certificate.acm_certificate_arn).toBe(value('var.cdn_certificate_arn'))
    const { variable } = abroad.stack('edge')
    expect(variable.cdn_certificate_arn.validation[0].condition).toContain('arn:aws:acm:us-east-1:')
    expect(variable.certificate_arn.validation[0].condition).toContain('arn:aws:acm:eu-central-1:')
    expect(dev.stack('edge').variable).not.toHaveProperty('cdn_certificate_arn')
  })
})

it('the service network has the services of the model, over TLS', () => {
  const services = Object.keys(dev.of('aws_vpclattice_service')).sort()
  expect(services).toEqual(cloudcafe.entries.lattice.services.map((it) => `lattice-${it}`).sort())
  for (const it of Object.values(dev.of('aws_vpclattice_listener'))) expect(it.protocol).toBe('HTTPS')
})
