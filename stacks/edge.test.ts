import { expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { type Block, synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()
const { alb, nlb, cdn } = cloudcafe.entries
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

it('CloudFront leads to the API, the API to the ALB, and only what the model says is cached', () => {
  const distribution = dev.one('aws_cloudfront_distribution', 'cdn')
  expect(distribution.origin[0].domain_name).toContain('aws_api_gateway_')
  expect(distribution.ordered_cache_behavior.map((it: Block) => it.path_pattern)).toEqual(cdn.cached)
  const policy = dev.one('aws_cloudfront_cache_policy', 'cdn-menu-cache')
  expect(policy.default_ttl).toBe(cloudcafe.resources.elasticache.ttlSeconds.menu)
  expect(JSON.stringify(dev.one('aws_api_gateway_integration', 'api-proxy'))).toContain('aws_lb.alb.dns_name')
})

it('the service network has the services of the model, over TLS', () => {
  const services = Object.keys(dev.of('aws_vpclattice_service')).sort()
  expect(services).toEqual(cloudcafe.entries.lattice.services.map((it) => `lattice-${it}`).sort())
  for (const it of Object.values(dev.of('aws_vpclattice_listener'))) expect(it.protocol).toBe('HTTPS')
})
