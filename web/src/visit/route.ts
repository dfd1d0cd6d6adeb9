import type { VisitOrder } from '@yima/shared/visit/contract'

export type Village = { region: string; place: string; orders: VisitOrder[] }

/** The way of the day: whole villages, first where somebody waits for the nearest day, so that nobody goes there twice. */
export function routeOf(orders: readonly VisitOrder[]): Village[] {
  const villages = new Map<string, Village>()
  for (const order of orders) {
    const village = villages.get(order.region) ?? { region: order.region, place: order.place, orders: [] }
    village.orders.push(order)
    villages.set(order.region, village)
  }
  return [...villages.values()]
}
