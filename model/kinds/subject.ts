/** Something that a system accepts from visitors and must not lose, such as an order, a job or a booking. */
export interface Subject {
  /** For people, such as `orders`. */
  readonly plural: string
  readonly truth: Truth
}

/** The store that says which of them were accepted: everything else is held against it. */
export interface Truth {
  /** Id of a resource. */
  readonly store: string
  /** Id of the secret by which the game day's function asks a database inside the VPC; absent where AWS's API answers everybody who may. */
  readonly secret?: string
}
