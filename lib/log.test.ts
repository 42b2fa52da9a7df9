import { execa } from 'execa'
import { describe, expect, it } from 'vitest'

const script = `import { logger } from './lib/log.ts'
logger({ workloadId: 'order', copyId: 'a1' }).info({ trace_id: 'abc123', customer_id: 'user-456' }, 'Order created successfully')`

describe('logger', () => {
  it("writes one line of JSON with the document's keys", async () => {
    const { stdout } = await execa(process.execPath, ['--input-type=module-typescript', '-e', script])
    expect(JSON.parse(stdout)).toMatchObject({
      level: 'INFO',
      service: 'order-service',
      trace_id: 'abc123',
      customer_id: 'user-456',
      message: 'Order created successfully',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
  })
})
