import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestBoard, testBoard } from '../dashboards/board/fixtures/cloud.ts'

let board: TestBoard

beforeAll(async () => {
  board = await testBoard()
})
afterAll(() => board?.close())

describe('the port of the board', () => {
  it('lets the page load from itself alone', async () => {
    const { headers } = await fetch(board.url)
    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  it('answers names of this machine only', async () => {
    expect(await statusAs('evil.example')).toBe(403)
    expect(await statusAs('localhost')).toBe(200)
  })

  it('changes nothing: there is no route but GET', async () => {
    for (const path of ['/', '/live', '/status', '/events'])
      expect((await fetch(new URL(path, board.url), { method: 'POST' })).status).toBe(404)
  })
})

/** `fetch` sends no Host of its own choice. */
const statusAs = (host: string) =>
  new Promise<number>((resolve, reject) => {
    const { hostname, port } = new URL(board.url)
    request({ hostname, port, path: '/status', headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode!)
    })
      .on('error', reject)
      .end()
  })
