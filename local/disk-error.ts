/** What a disk answers that takes no more: full, over its quota, read-only, or broken. */
const CODES = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO'])

/** Whether an error is the disk's: it passes when the disk takes writes again, and is nobody's mistake. */
export const isDiskError = (error: unknown): boolean =>
  error instanceof Error && CODES.has((error as NodeJS.ErrnoException).code ?? '')
