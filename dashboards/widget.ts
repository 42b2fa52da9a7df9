/**
 * A widget of a CloudWatch dashboard.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export interface Widget {
  readonly type: 'alarm' | 'metric'
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly properties: Readonly<Record<string, unknown>>
}

/** A dashboard is 24 columns wide. */
export const COLUMNS = 24
const [WIDTH, HEIGHT] = [8, 6]

/** Plots three in a row, below what takes the first rows of the dashboard. */
export const plotsBelow = (rows: number, plots: readonly Widget['properties'][]): readonly Widget[] =>
  plots.map((properties, at) => {
    const perRow = COLUMNS / WIDTH
    const [x, y] = [(at % perRow) * WIDTH, rows + Math.floor(at / perRow) * HEIGHT]
    return { type: 'metric', x, y, width: WIDTH, height: HEIGHT, properties }
  })
