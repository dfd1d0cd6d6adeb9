import type { Facts, Hearing } from './collector.ts'

/** Sudden events, disaster, legal matters, shelter, the house. */
export function readEvents(hearing: Hearing, facts: Facts): void {
  const { heard } = hearing
  readDisaster(hearing, facts)
  const said = facts.values['disasterDamage'] !== undefined
  if (heard.has('bothParentsGone')) return readLaw(hearing, facts)
  if (heard.has('fire')) facts.put('emergencyEvent', 'fire', heard.first('fire'))
  else if (heard.has('traffic') &&
    !heard.has('ownFault')) facts.put('emergencyEvent', 'traffic', heard.first('traffic'))
  else if (heard.has('robbed')) facts.put('emergencyEvent', 'theft', heard.first('robbed'))
  else if (!said && heard.has('accident') && !heard.has('crime')) {
    facts.put('emergencyEvent', 'accident', heard.first('accident'))
  } else if (heard.has('strandedJobless')) facts.put('emergencyEvent', 'job-loss',
    heard.first('strandedJobless'))
  else if (heard.has('suddenDeath')) facts.put('emergencyEvent', 'death', heard.first('suddenDeath'))
  else if (heard.has('suddenIllness')) facts.put('emergencyEvent', 'sudden-illness',
    heard.first('suddenIllness'))
  else if (heard.has('plague')) facts.put('emergencyEvent', 'other', heard.first('plague'))
  readLaw(hearing, facts)
  readRoof(hearing, facts)
}

function readDisaster({ heard }: Hearing, facts: Facts): void {
  if (!heard.has('disasterCause')) return
  const kinds = [
    ['home-collapsed', 'homeLost'], ['home-damaged', 'homeHurt'], ['crops', 'cropsLost'], ['displaced',
      'displaced'],
  ] as const
  if (heard.has('winterHunger')) return facts.put('disasterDamage', 'winter-spring',
    heard.first('winterHunger'))
  for (const [kind, signal] of kinds) if (heard.has(signal)) facts.put('disasterDamage', kind,
    heard.first(signal))
}

function readLaw({ heard, text }: Hearing, facts: Facts): void {
  const matters = [
    ['domestic-violence', 'violence'], ['injury', 'injury'], ['wages', 'wages'], ['crime-victim', 'crime'],
    ['support', 'supportSuit'], ['land', 'land'], ['labour', 'labour'],
  ] as const
  const road = heard.has('traffic') && !heard.has('robbed', 'disasterCause') &&
    (heard.has('unpaidAward', 'lawWord', 'ownFault') || /肇事|赔/.test(text))
  if (road && !heard.has('injury')) facts.put('legalMatter', 'traffic', heard.first('traffic'))
  for (const [matter, signal] of matters) if (heard.has(signal)) facts.put('legalMatter', matter,
    heard.first(signal))
  if (heard.has('unpaidAward') && ['crime-victim', 'traffic'].includes(String(facts.values['legalMatter']))) {
    facts.put('noCompensation', true, heard.first('unpaidAward'))
  }
}

function readRoof({ heard, text }: Hearing, facts: Facts): void {
  if (heard.has('lost') &&
    facts.values['forOther'] === true) facts.put('shelterless', true, heard.first('lost'))
  if (heard.has('shelterless')) facts.put('shelterless', true, heard.first('shelterless'))
  const houseless = /(?:我们|我|家里|俺|一直|也|都)?没(?:有|得)?(?:自己的)?房(?:子)?(?=,|。|$|住)/.exec(text)
  if (houseless &&
    heard.has('housingTopic', 'rentHard')) facts.put('houseCount', 0, { start: houseless.index,
    end: houseless.index + houseless[0].length })
  const grade = /(?<![a-z])([cd])级/.exec(text)
  if (grade) facts.put('houseGrade', (grade[1] ?? '').toUpperCase(), { start: grade.index,
    end: grade.index + 2 })
}
