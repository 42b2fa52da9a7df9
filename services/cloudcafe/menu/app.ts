import type { App } from '../../../lib/app.ts'
import { comeAgain, HttpError } from '../../../lib/errors.ts'
import type { Logger } from '../../../lib/log.ts'
import { CategoryParams, type Menu } from './schema.ts'

const COME_AGAIN_SECONDS = 2

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
  return (app: App): void => {
    app.get('/menu/items', menu)

    app.get('/menu/items/:category', { schema: { params: CategoryParams } }, async ({ params }) => {
      const { items, ...config } = await menu()
      const some = items.filter((it) => it.category === params.category)
      if (some.length > 0) return { ...config, items: some }
      const known = [...new Set(items.map((it) => it.category))].join(', ')
      throw new HttpError(404, 'Not Found', `the menu has no category '${params.category}'; it has ${known}`)
    })
  }
}
