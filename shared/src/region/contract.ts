import * as v from 'valibot'

/** A place in the region tree. Not every county has all five levels. */
export const regionView = v.object({
  code: v.string(),
  name: v.string(),
  level: v.picklist(['province', 'city', 'county', 'town', 'village']),
  parent: v.nullable(v.string()),
})
export type RegionView = v.InferOutput<typeof regionView>

/** GET /api/regions/:code: the place, the way down to it, and the office that serves it. */
export const placeView = v.object({
  ...regionView.entries,
  path: v.array(regionView),
  children: v.array(regionView),
  office: v.nullable(v.object({ name: v.string(), phone: v.nullable(v.string()) })),
  supervisors: v.array(v.object({ name: v.string(), phone: v.nullable(v.string()) })),
})
export type PlaceView = v.InferOutput<typeof placeView>

/** GET /api/regions/all: the county and every township of it, to be kept on a phone in one go. */
export const allPlaces = v.object({ places: v.array(placeView) })
export type AllPlaces = v.InferOutput<typeof allPlaces>
