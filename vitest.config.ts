import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      '{model,cli,lib,services,workers,lambdas,providers,local,chaos,loadtests,dashboards,stacks,test}/**/*.test.ts',
    ],
    reporters: ['default', 'json'],
    outputFile: { json: '.cafe/test-results.json' },
    // real engines on a small machine: a test waits as long as it must, and fails on facts
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    fileParallelism: true,
  },
})
