/** How a store's stock stands in DynamoDB: one item for each SKU, and markers beside them under the same store. */

/** Sort key of the marker that a store has opened: its opening stock is in, and `skus` lists what it carries. */
export const OPENED = 'store#opened'
export const reservationKey = (orderId: string): string => `reservation#${orderId}`
export const movementKey = (movementId: string): string => `movement#${movementId}`
/** Part of a transaction. */
export type Write =
  | { readonly Put: object & { readonly Item: Record<string, unknown> } }
  | { readonly Update: object & { readonly Key: Record<string, unknown> } }

/** Takes or gives pieces of one SKU: fails where the store does not carry it or would go below zero. */
export const moveStock = (table: string, store_id: string, sku: string, delta: number) => ({
  Update: {
    TableName: table,
    Key: { store_id, sku },
    UpdateExpression: 'ADD on_hand :delta, version :one',
    ConditionExpression: delta < 0 ? 'on_hand >= :needed' : 'attribute_exists(sku)',
    ExpressionAttributeValues: { ':delta': delta, ':one': 1, ...(delta < 0 ? { ':needed': -delta } : {}) },
  },
})

/** Puts a marker that may be there once only. */
export const markOnce = (
  table: string,
  marker: { store_id: string; sku: string } & Record<string, unknown>,
) => ({
  Put: { TableName: table, Item: marker, ConditionExpression: 'attribute_not_exists(sku)' },
})
