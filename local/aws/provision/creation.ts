const THERE = new Set([
  'ResourceInUseException',
  'ResourceExistsException',
  'QueueNameExists',
  'QueueAlreadyExists',
])

/** Waits for a creation; that the resource is there already is as good. */
export async function unlessThere(creation: Promise<unknown>): Promise<void> {
  try {
    await creation
  } catch (error) {
    if (!THERE.has((error as Error).name)) throw error
  }
}
