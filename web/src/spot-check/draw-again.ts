import type { OpenDraw } from '@yima/shared/spot-check/contract'
import { faultsOf, type DrawFault } from '@yima/shared/spot-check/draw'
import { hash, isSigned } from '../trail/tools.ts'

/** Draws what was published again on this phone, with what every other one and the office run. */
export const drawAgain = ({ list, draw, key }: OpenDraw): Promise<DrawFault[]> =>
  list && draw ? faultsOf({ hash, isSigned }, { ...list, draw, key }) : Promise.resolve([])
