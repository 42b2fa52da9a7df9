/** Writes the OpenAPI document of each service to docs/openapi, as its code says. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { documents } from '../services/cloudcafe/documents.ts'

mkdirSync('docs/openapi', { recursive: true })
for (const [service, document] of await documents())
  writeFileSync(`docs/openapi/${service}.json`, `${JSON.stringify(document, null, 2)}\n`)
