import type { Programme } from '../programme.ts'
import type { ProgrammeId } from '../programme-ids.ts'
import { careService } from './care-service.ts'
import { dibao } from './dibao.ts'
import { dibaoEdge } from './dibao-edge.ts'
import { disabilityCare } from './disability-care.ts'
import { disabilityLiving } from './disability-living.ts'
import { disaster } from './disaster.ts'
import { education } from './education.ts'
import { elderly } from './elderly.ts'
import { employment } from './employment.ts'
import { homeless } from './homeless.ts'
import { housing } from './housing.ts'
import { judicial } from './judicial.ts'
import { legalAid } from './legal-aid.ts'
import { medical } from './medical.ts'
import { orphan } from './orphan.ts'
import { pension } from './pension.ts'
import { rigidExpenditure } from './rigid-expenditure.ts'
import { ruralHousing } from './rural-housing.ts'
import { tekun } from './tekun.ts'
import { temporary } from './temporary.ts'
import { unsupportedChild } from './unsupported-child.ts'

/** Every programme by its id, in the order of `programmeIds`. */
export const programmes: Readonly<Record<ProgrammeId, Programme>> = {
  dibao,
  tekun,
  'dibao-edge': dibaoEdge,
  'rigid-expenditure': rigidExpenditure,
  temporary,
  medical,
  education,
  housing,
  'rural-housing': ruralHousing,
  employment,
  disaster,
  'disability-living': disabilityLiving,
  'disability-care': disabilityCare,
  orphan,
  'unsupported-child': unsupportedChild,
  elderly,
  'legal-aid': legalAid,
  homeless,
  pension,
  judicial,
  'care-service': careService,
}
