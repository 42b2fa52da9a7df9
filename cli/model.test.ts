import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { kindMarkdown } from './model.ts'

it('the README has the table of kinds as the code has it', () => {
  const readme = readFileSync('README.md', 'utf8')
  const between = readme.split('<!-- kinds -->')[1]?.split('<!-- /kinds -->')[0]
  expect(between?.trim()).toBe(kindMarkdown(cloudcafe))
})
