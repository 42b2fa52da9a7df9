import { expect, test } from 'vitest'
import { stackName } from '../model/names.ts'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { synthesised } from '../stacks/fixtures/synthesised.ts'
import { override, type StackTerraform } from './override.ts'
import { endpoints, onMoto } from './services.ts'

const urls = { ministack: 'http://127.0.0.1:1', moto: 'http://127.0.0.1:2' }

test.each(['dev', 'prod'])('no provider of a stack of %s is left that would reach AWS', (profile) => {
  const { texts } = synthesised({ CAFE_STAGE: profile })
  expect(Object.keys(texts)).toContain(stackName(cloudcafe, 'network'))
  for (const text of Object.values(texts)) {
    const stack = JSON.parse(text) as StackTerraform
    const { aws } = override(cloudcafe, stack, urls).provider
    expect(aws.map((it) => it.alias)).toEqual(stack.provider?.aws?.map((it) => it.alias))
    for (const it of aws) expect(it.endpoints).toEqual([endpoints(urls)])
  }
})

test('a service that MiniStack lacks is found in moto, the others in MiniStack', () => {
  const all = endpoints(urls)
  expect(Object.keys(onMoto).map((service) => all[service])).not.toContain(urls.ministack)
  expect(all.ec2).toBe(urls.ministack)
  expect(all.redshift).toBe(urls.moto)
})
