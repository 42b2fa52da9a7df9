const count = (status: string) => `SUM(CASE WHEN f.status = '${status}' THEN 1 ELSE 0 END)`

/** The figures of a window, from its facts `f`; in the order of the columns of `order_windows`. */
export const FIGURES = `${count('submitted')}, ${count('paid')}, ${count('refused')},
      SUM(CASE WHEN f.status = 'paid' THEN f.total_cents ELSE 0 END)`

const sizeIs = (windowMs: number) => `EXISTS (SELECT 1 FROM window_size WHERE ms = ${windowMs})`
const startOf = (windowMs: number) =>
  `TIMESTAMP 'epoch' + FLOOR(EXTRACT(EPOCH FROM f."at") * 1000 / ${windowMs}) * ${windowMs} / 1000.0 * INTERVAL '1 second'`

/**
 * Makes all windows anew where they were of another size: windows of two sizes overlap, and would count facts twice.
 * Nothing is done where they are of this size already.
 */
export const windowsOfSize = (windowMs: number): readonly string[] => [
  'LOCK load_turns',
  `DELETE FROM order_windows WHERE NOT ${sizeIs(windowMs)}`,
  `INSERT INTO order_windows
    SELECT ${startOf(windowMs)}, f.store_id, ${FIGURES}
    FROM order_facts f WHERE NOT ${sizeIs(windowMs)} GROUP BY 1, 2`,
  `DELETE FROM window_size`,
  `INSERT INTO window_size VALUES (${windowMs})`,
]
