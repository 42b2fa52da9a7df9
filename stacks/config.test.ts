import { describe, expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { siteFindings, siteOf } from './config.ts'
import { profiles } from './profiles.ts'

describe('a deployment', () => {
  it('is of dev, in the region and the account of the model, where nothing else is said', () => {
    const { profileId, system } = siteOf(cloudcafe, {})
    expect(profileId).toBe('dev')
    expect(system.region).toBe(cloudcafe.region)
    expect(system.account).toBe(cloudcafe.account)
  })

  it('takes region, account, profile and bucket from the environment', () => {
    const site = siteOf(cloudcafe, {
      CAFE_STAGE: 'prod',
      AWS_REGION: 'eu-central-1',
      AWS_ACCOUNT_ID: '123456789012',
      CAFE_STATE_BUCKET: 'our-states',
    })
    expect(site.profile).toEqual(profiles.prod)
    expect(site.system.region).toBe('eu-central-1')
    expect(site.system.account).toBe('123456789012')
    expect(site.stateBucket).toBe('our-states')
  })

  it('refuses no deletion where that is asked for, and is otherwise the same', () => {
    const site = siteOf(cloudcafe, { CAFE_STAGE: 'prod', CAFE_UNPROTECTED: 'yes' })
    expect(site.profile).toEqual({ ...profiles.prod, deletionProtection: false })
  })

  it.each([
    ['an unknown profile', { CAFE_STAGE: 'staging' }, /'staging' is no profile → take one of dev, prod/],
    ['a profile that every object has', { CAFE_STAGE: 'constructor' }, /is no profile/],
    ['an empty region', { AWS_REGION: '' }, /AWS_REGION: '' is no region/],
    ['a region of another partition', { AWS_REGION: 'us-gov-west-1' }, /no region of the partition aws/],
    ['a zone for a region', { AWS_REGION: 'us-east-1a' }, /'us-east-1a' is no region/],
    ['an account of eleven digits', { AWS_ACCOUNT_ID: '12345678901' }, /AWS_ACCOUNT_ID.*12 digits/],
    [
      'a region of nowhere',
      { AWS_REGION: 'eu-nowhere-1' },
      /'eu-nowhere-1' is no region .* → take one of af-/,
    ],
    ['a region with a space', { AWS_REGION: 'us-east-1 ' }, /'us-east-1 ' is no region/],
    ['a bucket like an address', { CAFE_STATE_BUCKET: '192.168.0.1' }, /CAFE_STATE_BUCKET/],
    ['a bucket with two dots', { CAFE_STATE_BUCKET: 'our..states' }, /CAFE_STATE_BUCKET/],
    ['a bucket with capitals', { CAFE_STATE_BUCKET: 'States' }, /CAFE_STATE_BUCKET/],
    ['half an answer', { CAFE_UNPROTECTED: 'no' }, /CAFE_UNPROTECTED: 'no' is not yes/],
    [
      'the region of the replica',
      { CAFE_STAGE: 'prod', AWS_REGION: profiles.prod.replicaRegion },
      /where prod has its replica/,
    ],
  ] as const)('refuses %s', (_title, settings, message) => {
    expect(() => siteOf(cloudcafe, settings)).toThrow(message)
  })

  it('says of a place that there is not only that, not what its names would be', () => {
    const settings = { AWS_REGION: 'r'.repeat(60), AWS_ACCOUNT_ID: '1'.repeat(60) }
    expect(siteFindings(cloudcafe, settings).map((it) => it.where)).toEqual(['AWS_REGION', 'AWS_ACCOUNT_ID'])
  })

  it('says everything at once, of the settings, of the model, and of what no stack can be made of', () => {
    const operations = { ...cloudcafe.operations, tlsVersion: '1.1' }
    const broken = { ...cloudcafe, vpcCidr: '10.0.0.0/33', operations }
    const settings = { CAFE_STAGE: 'none', AWS_REGION: 'nowhere', AWS_ACCOUNT_ID: 'me' }
    expect(() => siteOf(broken, settings)).toThrow(
      /CAFE_STAGE.*\n.*AWS_REGION.*\n.*AWS_ACCOUNT_ID.*\n.*vpcCidr.*\n(.*\n)*operations\.tlsVersion.* → take one of 1\.2/,
    )
  })
})
