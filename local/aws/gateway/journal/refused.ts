/** The journal could not keep a call: it is refused, and what it did to MiniStack is taken back. */
export class Refused extends Error {}

export const unwritable = (folder: string, error: Error) =>
  new Refused(
    `the journal in ${folder} cannot be written: ${error.message}. Free disk space, then repeat the call.`,
  )
