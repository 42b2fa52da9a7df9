import type { Memory } from '../../../lib/stores/valkey.ts'

/** A bucket of tokens for each client: every request takes one, so many come back each second. */
export interface Bucket {
  readonly capacity: number
  readonly perSecond: number
}
/** Takes a token; gives 0, or the seconds after which one will be there. */
export type TakeToken = (client: string) => Promise<number>

/** KEYS: bucket; ARGV: capacity, tokens per second. Time is the server's, so that all copies agree. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local capacity, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = capacity
if bucket[1] then tokens = math.min(capacity, bucket[1] + (now - bucket[2]) * rate) end
local wait = 0
if tokens >= 1 then tokens = tokens - 1 else wait = (1 - tokens) / rate end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', string.format('%.6f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(capacity / rate * 1000))
return tostring(wait)`

/** Token buckets in MemoryDB, where all copies share them. */
export const rateLimit =
  (memory: Memory, { capacity, perSecond }: Bucket): TakeToken =>
  async (client) =>
    Number(await memory.eval(TAKE, 1, `bucket:{${client}}`, capacity, perSecond))
