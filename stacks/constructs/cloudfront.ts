import { CloudfrontCachePolicy } from '@cdktf/provider-aws/lib/cloudfront-cache-policy/index.js'
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution/index.js'
import type { CloudFront, System } from '../../model/kinds.ts'
import { entryName } from '../../model/names.ts'
import { originProtocol, viewerPolicy } from '../tls.ts'
import type { EdgePlace, Way } from '../way.ts'

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'

const READ = ['GET', 'HEAD']
const ALL = [...READ, 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']

/** The CDN: it keeps what the model says is cached, and passes on everything else. */
export function cloudfront(id: string, it: CloudFront, place: EdgePlace): Way {
  const { stack, firewalls, way, domain } = place
  const { system } = stack.site
  const origin = way(it.to)
  const behavior = (allowedMethods: string[], cachePolicyId: string) => ({
    targetOriginId: it.to,
    viewerProtocolPolicy: 'redirect-to-https',
    allowedMethods,
    cachedMethods: READ,
    cachePolicyId,
    originRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
    compress: true,
  })
  const distribution = new CloudfrontDistribution(stack, id, {
    enabled: true,
    aliases: [domain.hostOf(id)],
    comment: entryName(system, id),
    priceClass: 'PriceClass_100',
    httpVersion: 'http2and3',
    isIpv6Enabled: true,
    webAclId: firewalls.cdnArn,
    origin: [
      {
        originId: it.to,
        domainName: origin.host,
        customHeader: [{ name: firewalls.hop.header, value: firewalls.hop.value }],
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: 'https-only',
          originSslProtocols: [originProtocol(system)],
        },
      },
    ],
    defaultCacheBehavior: behavior(ALL, CACHING_DISABLED),
    orderedCacheBehavior: it.cached.map((path) => ({
      pathPattern: path,
      ...behavior([...READ, 'OPTIONS'], cachePolicy(id, path, place)),
    })),
    restrictions: { geoRestriction: { restrictionType: 'none' } },
    // with a certificate of its own CloudFront would take TLS 1.0
    viewerCertificate: {
      acmCertificateArn: domain.cdnCertificateArn,
      sslSupportMethod: 'sni-only',
      minimumProtocolVersion: viewerPolicy(system),
    },
    tags: { ...it.tags },
  })
  const alias = { name: distribution.domainName, zoneId: distribution.hostedZoneId }
  return { host: domain.lead(id, alias, ['A', 'AAAA']), metricName: '', targets: {}, urls: {} }
}

/** Keeps a path as long as the service behind it keeps what it answers with. */
function cachePolicy(id: string, path: string, { stack }: EdgePlace): string {
  const { system } = stack.site
  const [workload, seconds] = cachedFor(system, path)
  const made = new CloudfrontCachePolicy(stack, `${id}-${workload}-cache`, {
    name: `${entryName(system, id)}-${workload}`,
    minTtl: 0,
    defaultTtl: seconds,
    maxTtl: seconds,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: 'none' },
      headersConfig: { headerBehavior: 'none' },
      queryStringsConfig: { queryStringBehavior: 'all' },
      enableAcceptEncodingBrotli: true,
      enableAcceptEncodingGzip: true,
    },
  })
  return made.id
}

/** The workload that a path leads to, and the seconds that its cache keeps what it says. */
function cachedFor(system: System, path: string): readonly [workload: string, seconds: number] {
  const routes = Object.values(system.entries).flatMap((it) => (it.kind === 'alb' ? it.routes : []))
  const route = routes.find(({ prefix }) => path.startsWith(`${prefix}/`))
  const caches = Object.values(system.resources).flatMap((it) =>
    it.kind === 'elasticache' ? [it.ttlSeconds] : [],
  )
  const seconds = route && caches.map((ttls) => ttls[route.to]).find((ttl) => ttl !== undefined)
  if (route && seconds !== undefined) return [route.to, seconds]
  throw new Error(`'${path}' is cached, but no cache of ${system.id} says for how long`)
}
