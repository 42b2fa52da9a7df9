import { expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { synthesised } from './fixtures/synthesised.ts'

const dev = synthesised()

it('has the VPC of the model', () => {
  expect(dev.one('aws_vpc', 'vpc').cidr_block).toBe(cloudcafe.vpcCidr)
})
