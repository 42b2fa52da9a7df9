import { Route53Record } from '@cdktf/provider-aws/lib/route53-record/index.js'
import { entryHost } from '../model/names.ts'
import { cdnCertificateOf, certificateOf, DOMAIN, ZONE } from './given.ts'
import type { Stack } from './stack.ts'
import { givenValue } from './variable.ts'

/** What AWS calls an entry, and the hosted zone in which it does so. */
export interface Alias {
  readonly name: string
  readonly zoneId: string
}

/** The domain of whoever deploys: the names of public entries, and what proves them. */
export interface Domain {
  /** Certificate for the domain and every name right below it, in ACM of the stack's region. */
  readonly certificateArn: string
  /** The same certificate where CloudFront looks for it. */
  readonly cdnCertificateArn: string
  /** The host that an entry is to answer on. */
  readonly hostOf: (id: string) => string
  /** Leads the host of an entry to what AWS calls it; returns the host. */
  readonly lead: (id: string, alias: Alias, types?: readonly ('A' | 'AAAA')[]) => string
}

/** Asks for the domain that public entries answer under, and makes their names known there. */
export function domain(stack: Stack): Domain {
  const { system } = stack.site
  const name = givenValue(stack, DOMAIN)
  const zoneId = givenValue(stack, ZONE)
  const hostOf = (id: string) => entryHost(system, id, name)
  return {
    certificateArn: givenValue(stack, certificateOf(system)),
    cdnCertificateArn: givenValue(stack, cdnCertificateOf(system)),
    hostOf,
    lead(id, alias, types = ['A']) {
      const host = hostOf(id)
      for (const type of types) record(stack, { id, type, host, zoneId, alias })
      // not the record's own: what leads here can be made while Route 53 is still telling the name to its servers
      return host
    },
  }
}

interface Named {
  readonly id: string
  readonly type: 'A' | 'AAAA'
  readonly host: string
  readonly zoneId: string
  readonly alias: Alias
}

function record(stack: Stack, { id, type, host: name, zoneId, alias }: Named): void {
  new Route53Record(stack, `${id}-${type.toLowerCase()}`, {
    zoneId,
    name,
    type,
    alias: { ...alias, evaluateTargetHealth: false },
  })
}
