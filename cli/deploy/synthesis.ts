import type { Site } from '../../stacks/site.ts'
import { OUTDIR } from './terraform.ts'

/**
 * Writes the Terraform of a site; gives the names of its stacks in the order of their deployment. CDKTF is loaded only
 * here: who does not deploy does not have it.
 */
export async function synthesise(site: Site): Promise<readonly string[]> {
  const [{ synth }, { stacks }] = await Promise.all([
    import('../../stacks/app.ts'),
    import('../../stacks/main.ts'),
  ])
  return synth(site, OUTDIR, stacks)
}
