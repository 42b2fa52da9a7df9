export function enginesOf(root: string, node: string, args: readonly string[]): Promise<string[]>
