import { Errors, Parse } from 'typebox/value'
import { workloads } from '../../../model/systems/cloudcafe/workloads.ts'
import { MenuConfig } from './schema.ts'

const SEEDED: MenuConfig = workloads.menu.config

/** Reads the ConfigMap's `MENU_CONFIG` (JSON); without one the menu is shown as it was seeded. */
export function menuConfig(text: string | undefined): MenuConfig {
  if (!text) return SEEDED
  const value = parsed(text)
  const faults = Errors(MenuConfig, value).map((it) => `${it.instancePath || '/'} ${it.message}`)
  if (faults.length > 0) throw new Error(`MENU_CONFIG is not right: ${faults.join('; ')}`)
  return Parse(MenuConfig, value)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (err) {
    throw new Error('MENU_CONFIG is not JSON', { cause: err })
  }
}
