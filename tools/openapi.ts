/** Writes the OpenAPI document of each service to docs/openapi/<system>, as its code says. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { documentsOf } from '../services/systems.ts'

for (const [system, documents] of documentsOf) {
  const folder = `docs/openapi/${system}`
  mkdirSync(folder, { recursive: true })
  for (const [service, document] of await documents())
    writeFileSync(`${folder}/${service}.json`, `${JSON.stringify(document, null, 2)}\n`)
}
