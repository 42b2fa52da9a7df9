import { delimiter, join } from 'node:path'
import { defineConfig } from 'vitest/config'

const parts =
  'model,cli,lib,services,workers,lambdas,providers,bundles,local,chaos,loadtests,dashboards,rehearsal,launcher,test/browser'
// real engines on a small machine: a test waits as long as it must, and fails on facts
const patience = { testTimeout: 120_000, hookTimeout: 120_000 }
// the aws command is what set-up has locked, whatever the machine has
const tools = join(import.meta.dirname, '.cafe/venv/awscli/bin')
const env = { PATH: [tools, process.env.PATH].join(delimiter) }

export default defineConfig({
  test: {
    reporters: ['default', 'json'],
    outputFile: { json: '.cafe/test-results.json' },
    // they wait for engines more than they compute
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'parts',
          include: [`{${parts}}/**/*.test.ts`],
          sequence: { groupOrder: 0 },
          env,
          ...patience,
        },
      },
      {
        // plain functions of the model: files share a process, its CDKTF and what it has synthesised
        test: {
          name: 'stacks',
          include: ['stacks/**/*.test.ts'],
          isolate: false,
          sequence: { groupOrder: 0 },
          env,
          ...patience,
        },
      },
      {
        // the whole system, on its own ports: one after another, and nothing beside it
        test: {
          name: 'whole',
          include: ['test/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          env,
          ...patience,
        },
      },
    ],
  },
})
