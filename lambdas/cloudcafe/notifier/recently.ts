/** Says whether a key is new among the last `most` ones. */
export function recently(most: number): (key: string) => boolean {
  const keys = new Set<string>()
  return (key) => {
    if (keys.has(key)) return false
    keys.add(key)
    if (keys.size > most) keys.delete(keys.values().next().value!)
    return true
  }
}
