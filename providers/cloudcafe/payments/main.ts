import { setTimeout as sleep } from 'node:timers/promises'
import closeWithGrace from 'close-with-grace'
import { logger } from '../../../lib/log.ts'
import { guardOrigin, isLocal } from '../../../lib/origin-guard.ts'
import { workloads } from '../../../model/systems/cloudcafe/workloads.ts'
import { paymentsApp } from './app.ts'
import { charges as chargesOf } from './charges.ts'
import { latency } from './latency.ts'
import { type Charge, openLedger } from './ledger.ts'

const missing = ['PORT', 'PAYMENTS_LEDGER', 'PAYMENTS_API_KEY'].filter((key) => !process.env[key])
if (missing.length > 0) throw new Error(`missing env keys: ${missing.join(', ')}`)

const { latencyMs, declinePercent } = workloads.payments
const log = logger({ workloadId: 'payments', copyId: 'payments' })
const known: Charge[] = []
const ledger = await openLedger(process.env.PAYMENTS_LEDGER!, (charge) => known.push(charge))
const delay = latency(latencyMs)
const bank = () => sleep(delay())
const taken = chargesOf(known, { append: ledger.append, bank, declinePercent })
const app = paymentsApp(taken, ledger, { apiKey: process.env.PAYMENTS_API_KEY!, log })
const host = process.env.BIND_HOST ?? '127.0.0.1'
if (isLocal(host)) guardOrigin(app)
await app.listen({ host, port: Number(process.env.PORT) })
log.info({ port: Number(process.env.PORT), charges: known.length }, 'listening')
closeWithGrace({ delay: 10_000, logger: false }, async () => {
  await app.close()
  await ledger.close()
})
