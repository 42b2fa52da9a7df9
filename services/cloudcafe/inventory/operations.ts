import { answer, BODY_PROBLEMS, problemsOf } from '../../../lib/openapi.ts'
import {
  Released,
  Releases,
  Reservations,
  Results,
  Shelf,
  Status,
  StatusChange,
  StockUpdate,
  Store,
  StoreParams,
} from './schema.ts'

/** The schemas of each operation: what it takes, and every answer that it gives. */
export const operations = {
  store: {
    summary: 'What a store has, and whether it is open',
    params: StoreParams,
    response: { 200: answer('the store', Store), ...problemsOf(400, 404, 414, 429) },
  },
  update: {
    summary: 'Moves stock of one SKU; a movement_id makes it safe to repeat',
    body: StockUpdate,
    response: {
      200: answer('what the store has of it now', Shelf),
      ...problemsOf(...BODY_PROBLEMS, 404, 409, 429),
    },
  },
  status: {
    summary: 'Whether a store is open',
    params: StoreParams,
    response: { 200: answer('its status', Status), ...problemsOf(400, 404, 414) },
  },
  setStatus: {
    summary: 'Opens or closes a store',
    params: StoreParams,
    body: StatusChange,
    response: { 200: answer('its status', Status), ...problemsOf(...BODY_PROBLEMS, 404, 414, 429) },
  },
  reserve: {
    summary: 'Reserves the stock of orders, each once',
    body: Reservations,
    response: { 200: answer('an outcome for each order', Results), ...problemsOf(...BODY_PROBLEMS) },
  },
  release: {
    summary: 'Gives the stock of orders back, each once',
    body: Releases,
    response: { 200: answer('how many orders it was asked for', Released), ...problemsOf(...BODY_PROBLEMS) },
  },
}
