type Tags = Readonly<Record<string, string>>

/** Tags as most APIs list them. */
export const tagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))

/** Tags as ECS and EC2 list them. */
export const lowerTagList = (tags: Tags) => Object.entries(tags).map(([key, value]) => ({ key, value }))
