import { isHouseholdFact } from '../fact/dictionary.ts'
import { mostMembers } from '../fact/limits.ts'
import { livingNames, waysAtHome } from './ways.ts'

const keys = [...waysAtHome.keys()]
const ofHousehold = keys.filter(isHouseholdFact).length

/** As many lines as the checklist of the largest household can have, whatever it asks for: facts, the six acts, how they live. */
export const mostItems: number = ofHousehold + mostMembers * (keys.length - ofHousehold + 1) + livingNames.length

/** In all of one visit, and of one line: more nobody looks at. */
export const mostPhotos = 24
export const mostPhotosOfItem = 9
