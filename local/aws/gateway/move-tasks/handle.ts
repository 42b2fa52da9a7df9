/** What the handle of a task says: AWS's is the base64 of such JSON too. */
export interface Handle {
  readonly taskId: string
  readonly sourceArn: string
}

export const handleOf = ({ taskId, sourceArn }: Handle): string =>
  Buffer.from(JSON.stringify({ taskId, sourceArn })).toString('base64')

/** What a handle says; null where it is none. */
export function readHandle(text: string): Handle | null {
  try {
    const { taskId, sourceArn } = JSON.parse(Buffer.from(text, 'base64').toString()) as Partial<Handle>
    return typeof taskId === 'string' && typeof sourceArn === 'string' ? { taskId, sourceArn } : null
  } catch {
    return null
  }
}
