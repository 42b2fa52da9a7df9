import type { Entry } from '../../kinds.ts'

const tags = { System: 'cloudcafe', Tier: 'edge' }

/** The hops on the way in, and between services. */
export const entries = {
  cdn: { kind: 'cloudfront', title: 'CDN', to: 'api', cached: ['/api/menu/*'], tags },
  api: { kind: 'apigateway', title: 'REST API', to: 'alb', tags },
  alb: {
    kind: 'alb',
    title: 'Application load balancer',
    scheme: 'internet-facing',
    idleTimeoutSeconds: 60,
    deregistrationSeconds: 30,
    routes: [
      { prefix: '/api/orders', strip: '/api', to: 'order', targetGroup: 'order-service-tg', auth: 'none' },
      { prefix: '/api/menu', strip: '/api', to: 'menu', targetGroup: 'menu-service-tg', auth: 'none' },
      {
        prefix: '/api/inventory',
        strip: '/api',
        to: 'inventory',
        targetGroup: 'inventory-service-tg',
        auth: 'none',
      },
    ],
    tags,
  },
  nlb: {
    kind: 'nlb',
    title: 'Network load balancer of loyalty',
    scheme: 'internal',
    port: 8080,
    to: 'loyalty',
    targetGroup: 'loyalty-service-tg',
    deregistrationSeconds: 30,
    tags,
  },
  lattice: {
    kind: 'lattice',
    title: 'Service network',
    services: ['order', 'inventory', 'menu'],
    tags,
  },
} as const satisfies Record<string, Entry>
