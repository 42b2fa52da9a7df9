import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { kindMarkdown } from './model.ts'

it('the README has the table of kinds as the code has it', () => {
  const readme = readFileSync('README.md', 'utf8')
  const between = readme.split('<!-- kinds -->')[1]?.split('<!-- /kinds -->')[0]
  // a formatter may pad the cells
  const cells = (text = '') =>
    text
      .trim()
      .replaceAll(/ +/g, ' ')
      .replaceAll(/-{3,}/g, '---')
      .replaceAll(/\| ---/g, '|---')
      .replaceAll(/--- \|/g, '---|')
  expect(cells(between)).toBe(cells(kindMarkdown(cloudcafe)))
})
