import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cloudcafe } from '../model/systems/cloudcafe/index.ts'
import { experimentMarkdown } from './experiment-table.ts'
import { kindMarkdown } from './model.ts'

it.each([
  ['kinds', kindMarkdown],
  ['experiments', experimentMarkdown],
] as const)('the README has the table of %s as the code has it', (name, markdown) => {
  const readme = readFileSync('README.md', 'utf8')
  const between = readme.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0]
  // a formatter may pad the cells
  const cells = (text = '') =>
    text
      .trim()
      .replaceAll(/ +/g, ' ')
      .replaceAll(/-{3,}/g, '---')
      .replaceAll(/\| ---/g, '|---')
      .replaceAll(/--- \|/g, '---|')
  expect(cells(between)).toBe(cells(markdown(cloudcafe)))
})
