import type { Site } from '../chaos/gameday/site.ts'
import { type AwsTargeted, awsSite } from './aws-site.ts'
import type { Place } from './place.ts'
import { localSite } from './site.ts'
import type { Targeted } from './target.ts'

/** The site that the options mean; on this machine the system must be up. */
export const siteOf = (place: Place, options: Targeted & AwsTargeted): Promise<Site> =>
  options.target === 'aws' ? awsSite(place, options) : localSite(place)
