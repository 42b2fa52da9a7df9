/** What the shop sells and where: the menu, the stores, the stock that a store opens with. */
const item = (sku: string, name: string, category: string, price_cents: number) => ({
  sku,
  name,
  category,
  price_cents,
})

/** The menu; prices in cents for the size `medium`. */
export const menuItems = [
  item('espresso', 'Espresso', 'coffee', 280),
  item('double-espresso', 'Double espresso', 'coffee', 340),
  item('americano', 'Americano', 'coffee', 320),
  item('macchiato', 'Macchiato', 'coffee', 350),
  item('cappuccino', 'Cappuccino', 'coffee', 420),
  item('flat-white', 'Flat white', 'coffee', 440),
  item('latte', 'Latte', 'coffee', 450),
  item('mocha', 'Mocha', 'coffee', 490),
  item('cold-brew', 'Cold brew', 'cold', 460),
  item('iced-latte', 'Iced latte', 'cold', 480),
  item('iced-tea', 'Iced tea', 'cold', 360),
  item('lemonade', 'Lemonade', 'cold', 380),
  item('assam', 'Assam', 'tea', 300),
  item('earl-grey', 'Earl Grey', 'tea', 300),
  item('sencha', 'Sencha', 'tea', 330),
  item('chai-latte', 'Chai latte', 'tea', 430),
  item('croissant', 'Croissant', 'bakery', 310),
  item('almond-croissant', 'Almond croissant', 'bakery', 390),
  item('blueberry-muffin', 'Blueberry muffin', 'bakery', 340),
  item('cinnamon-roll', 'Cinnamon roll', 'bakery', 370),
  item('banana-bread', 'Banana bread', 'bakery', 350),
  item('cheese-toast', 'Cheese toast', 'food', 540),
  item('avocado-toast', 'Avocado toast', 'food', 690),
  item('granola-bowl', 'Granola bowl', 'food', 620),
] as const

export const categories = [...new Set(menuItems.map((it) => it.category))]

/** What a size adds to the price, in cents. */
export const sizes = { small: -40, medium: 0, large: 60 } as const
/** What an extra adds to the price, in cents. */
export const extras = { 'oat-milk': 60, 'extra-shot': 80, vanilla: 50, caramel: 50 } as const

export const stores = Array.from({ length: 12 }, (_, i) => `store-${String(i + 1).padStart(3, '0')}`)
/** Pieces of each SKU in a store when it opens. */
export const openingStock = 100_000
/** Customers that the load picks from: `customer-00001` and on. */
export const customerCount = 20_000
export const customerId = (n: number): string => `customer-${String(n).padStart(5, '0')}`

/** One point for each full ten cents; tiers by points ever earned. */
export const loyalty = {
  centsPerPoint: 10,
  tiers: [
    { name: 'bronze', from: 0 },
    { name: 'silver', from: 500 },
    { name: 'gold', from: 2_000 },
    { name: 'platinum', from: 10_000 },
  ],
} as const

/** Seconds that the bar takes from paid to ready; scaled. */
export const preparationSeconds = 60
/** Tokens of a client's bucket at the inventory service, and how many come back each second. */
export const rateLimit = { capacity: 200, perSecond: 100 } as const
