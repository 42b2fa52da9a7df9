import { comeAgain, HttpError } from '../../../lib/errors.ts'
import type { Logger } from '../../../lib/log.ts'
import { answer, documented, problemsOf } from '../../../lib/openapi.ts'
import { cloudcafe } from '../../../model/systems/cloudcafe/index.ts'
import { CategoryParams, Menu } from './schema.ts'

const COME_AGAIN_SECONDS = 2

const itemsSchema = {
  summary: 'The menu, in the order in which it is shown',
  response: { 200: answer('the menu', Menu), ...problemsOf() },
}
const categorySchema = {
  summary: 'The items of one category',
  params: CategoryParams,
  response: { 200: answer('the menu with those items', Menu), ...problemsOf(400, 404, 414) },
}

/** The menu service's routes. */
export const menuApp = (read: () => Promise<Menu>, log: Logger) => {
  const menu = async (): Promise<Menu> => {
    try {
      return await read()
    } catch (err) {
      log.warn({ err }, 'no menu, and none kept')
      throw comeAgain(503, 'the menu cannot be read now; try again', COME_AGAIN_SECONDS)
    }
  }
  return documented(cloudcafe, 'menu', '/menu', (app) => {
    app.get('/menu/items', { schema: itemsSchema }, menu)

    app.get('/menu/items/:category', { schema: categorySchema }, async ({ params }) => {
      const { items, ...config } = await menu()
      const some = items.filter((it) => it.category === params.category)
      if (some.length > 0) return { ...config, items: some }
      const known = [...new Set(items.map((it) => it.category))].join(', ')
      throw new HttpError(404, 'Not Found', `the menu has no category '${params.category}'; it has ${known}`)
    })
  })
}
