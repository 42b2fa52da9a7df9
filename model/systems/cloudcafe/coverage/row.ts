/** One fact of the source document: where it stands in the model and what shows it, or why it is otherwise. */
export interface Row {
  readonly section: string
  readonly fact: string
  /** Path into the system, such as `workloads.order.scaling.min`, and the document's value there. */
  readonly model?: { readonly path: string; readonly is: unknown }
  /** Files of the projections that make it so. */
  readonly in: readonly string[]
  /** A test file that shows it. */
  readonly test?: string
  /** Why it is otherwise, or not yet. */
  readonly deviation?: string
}

type Shown = Pick<Row, 'in'> & { readonly test?: string; readonly deviation?: string }

/** Rows of one section: a fact, its path and value in the model, and what shows it. */
export const rows = (
  section: string,
  ...facts: readonly (readonly [fact: string, path: string | null, is: unknown, shown: Shown])[]
): readonly Row[] =>
  facts.map(([fact, path, is, shown]) => ({
    section,
    fact,
    ...(path === null ? {} : { model: { path, is } }),
    ...shown,
  }))

/** A fact of AWS alone: the test of the stacks that shows it, and the files of `stacks/` that make it so. */
export const onAws = (test: string, ...files: readonly string[]): Shown => ({
  in: files.map((file) => `stacks/${file}.ts`),
  test: `stacks/${test}.test.ts`,
})
