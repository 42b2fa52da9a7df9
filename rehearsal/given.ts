import type { System } from '../model/kinds.ts'
import { arn } from '../model/names.ts'

const DOMAIN = 'cafe.example'

/** Values of the stacks' variables, which whoever deploys gives; the domain's zone is there before, as in a deployment. */
export const variables = async (
  system: System,
  route53: string,
): Promise<Readonly<Record<string, string>>> => ({
  domain: DOMAIN,
  alerts_email: `alerts@${DOMAIN}`,
  zone_id: await hostedZone(system, route53),
  certificate_arn: arn(system, 'acm', 'certificate/00000000-0000-0000-0000-000000000000'),
  payments_url: 'https://payments.example',
  payments_api_key: 'unchecked',
})

/** Makes the domain's zone at an emulator's endpoint, by the one call of Route 53 that a rehearsal makes itself. */
async function hostedZone({ account, region }: System, endpoint: string): Promise<string> {
  // emulators read the account here, and check no signature
  const credential = `${account}/20260101/${region}/route53/aws4_request`
  const answer = await fetch(`${endpoint}/2013-04-01/hostedzone`, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0` },
    body: `<CreateHostedZoneRequest><Name>${DOMAIN}</Name><CallerReference>1</CallerReference></CreateHostedZoneRequest>`,
  })
  const text = await answer.text()
  const [, id] = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(text) ?? []
  if (!id) throw new Error(`the emulator makes no zone for ${DOMAIN}: ${answer.status} ${text}`)
  return id
}
