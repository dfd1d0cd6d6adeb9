import type { ProgrammeId } from '../policy/programme-ids.ts'
import {
  ageOver, asksElse, broke, changes, eventful, hard, has, heavy, illCost, is, level, merelyHas, num,
  onDibao, onEdge, onTekun, others, plight, poorly, stranded, unable, unnamed, working,
  type Case,
} from './case.ts'
import { fresh } from './urgency.ts'

/** One reason to propose a programme. Weights of a programme add up; `signals` are what the explanation shows. */
export type Rule = {
  programme: ProgrammeId
  because: string
  weight: number
  signals: readonly string[]
  when(c: Case): boolean
}

/** A programme is proposed from this sum of weights on. */
export const threshold = 1

const rule = (
  programme: ProgrammeId, because: string, weight: number, signals: readonly string[],
  when: (c: Case) => boolean = (c) => c.heard.has(...signals),
): Rule => ({ programme, because, weight, signals, when })

/** Every rule; order is of no meaning. */
export const rules: readonly Rule[] = [
  rule('dibao', 'named', 1, ['dibaoTopic'],
    (c) => c.heard.has('dibaoTopic') && !(!c.heard.has('dibaoWanted') && asksElse(c)) && !merelyHas(c) &&
      (!onDibao(c) || !asksElse(c) || changes(c)) && !others(c)),
  rule('dibao', 'poverty', 1, ['poverty', 'moneyless'],
    (c) => c.heard.has('poverty', 'moneyless') && broke(c) && !c.heard.has('wages', 'injury', 'rigidTopic', 'careAsked') &&
      c.accusation !== 'attitude' && !others(c) &&
      !(c.urgent && c.heard.has('treatmentStop', 'depositAsked'))),
  rule('dibao', 'noIncome', 1, ['noIncome'], (c) => c.heard.has('noIncome') && broke(c)),
  rule('dibao', 'lowIncome', 1, ['lowIncome', 'feedMany'],
    (c) => c.heard.has('lowIncome', 'feedMany') && broke(c) && !c.heard.has('land', 'depositAsked') &&
      c.accusation === undefined),
  rule('dibao', 'cannotEarn', 1, ['cannotWork', 'jobless'],
    (c) => c.heard.has('cannotWork', 'jobless') && broke(c) && !c.heard.has('wages', 'injury') &&
      !(c.heard.has('jobAsked') && !hard(c))),
  rule('dibao', 'belowLine', 1, [],
    (c) => c.perHead !== undefined ? c.perHead < 760 : working(c) && (num(c, 'monthlyIncome') ?? 0) < 800 &&
      !is(c, 'forOther', true) && !has('pensionTopic', 'elderTopic')(c)),
  rule('dibao', 'sickUnable', 1, ['cannotWork'],
    (c) => c.heard.has('cannotWork') && c.heard.has('illnessWord') && poorly(c)),
  rule('dibao', 'disabledPoor', 0.5, ['disabledWord'],
    (c) => c.heard.has('impaired', 'disabledWord') && c.heard.has('lowIncome', 'noIncome', 'cannotWork')),
  rule('dibao', 'hungryChild', 0.4, ['babyHungry'],
    (c) => c.heard.has('noFood') && c.heard.has('babyHungry', 'feedKids', 'lostEarner')),
  rule('dibao', 'lostEarner', 1, ['lostEarner'], (c) => c.heard.has('lostEarner') && broke(c) && !c.heard.has('tekunTopic', 'violence',
      'bothParentsGone', 'orphanTopic', 'pairPlight', 'cert', 'careAsked')),
  rule('dibao', 'cannotAfford', 0.5, ['cannotAfford'], (c) => c.heard.has('cannotAfford') && broke(c) && !c.heard.has('lawWord', 'wages', 'injury')),
  rule('dibao', 'noBusiness', 0.6, ['noBusiness'], (c) => c.heard.has('noBusiness') && poorly(c)),
  rule('dibao', 'owing', 0.4, ['owing'], (c) => c.heard.has('owing') && poorly(c)),
  rule('dibao', 'mouths', 0.4, ['feedKids', 'feedMany'],
    (c) => c.heard.has('feedKids', 'feedMany') && poorly(c)),
  rule('dibao', 'hut', 1, ['badDwelling'], (c) => c.heard.has('badDwelling') && !c.urgent),
  rule('dibao', 'blind', 0.4, ['disabledWord'],
    (c) => c.heard.has('disabledWord') && c.heard.has('noBusiness', 'jobless', 'cannotWork', 'lowIncome')),
  rule('dibao', 'child', 1, ['nobodyRaises', 'kinRaise'], (c) => plight(c)),
  rule('dibao', 'hungry', 1, ['noFood'], (c) => c.heard.has('noFood') && !stranded(c) && !c.heard.has('disasterCause', 'fire')),
  rule('dibao', 'heavilyJobless', 1, ['disabledWord'],
    (c) => heavy(c) && c.heard.has('jobless', 'cannotWork', 'quitToCare') && !c.heard.has('pensionTopic')),
  rule('dibao', 'heavilyDisabled', 0.5, ['disabledWord'], (c) => heavy(c) && !asksElse(c) && !c.heard.has('cert', 'aidDevice') && !/护理|补贴/.test(c.heard.text)),
  rule('dibao', 'nobodyWorks', 1, ['jobless'],
    (c) => c.heard.has('jobless') && /(?:都|俩|夫妻|两口子|两个)[^,。]{0,4}(?:失业|下岗|没工作|没活|没班)/.test(c.heard.text)),
  rule('dibao', 'asksAid', 0.6, ['aidAsked'],
    (c) => /补助|补贴|救助|帮扶|政策|困难|申请/.test(c.heard.text) && c.heard.has('aidAsked') && !asksElse(c)),
  rule('dibao', 'little', 1, [], (c) => working(c) && (c.perHead ?? num(c, 'monthlyIncome') ?? 0) < 1200 &&
      !c.heard.has('elderTopic', 'pensionTopic')),
  rule('dibao', 'otherInNeed', 1, ['disabledWord'],
    (c) => is(c, 'forOther', true) && c.heard.has('disabledWord') && c.heard.has('noFood', 'poverty')),
  rule('dibao', 'ownApplication', 1, [], unnamed),
  rule('dibao', 'ownStopped', 1, ['stopped'], (c) => c.accusation === 'decision-appeal'),
  rule('tekun', 'named', 1, ['tekunTopic']),
  rule('tekun', 'oldUncared', 1, ['unfilial', 'neglected'],
    (c) => ageOver(c, 60) && c.heard.has('unfilial', 'neglected')),
  rule('dibao', 'oldUncared', 1, ['unfilial', 'neglected'],
    (c) => ageOver(c, 60) && c.heard.has('unfilial', 'neglected')),
  rule('tekun', 'nobody', 0.7, ['noSupporter'], (c) => is(c, 'hasLegalSupporter', false)),
  rule('tekun', 'childLost', 0.7, ['childLost'], (c) => c.heard.has('childLost') && ageOver(c, 60)),
  rule('tekun', 'childLostAlone', 0.4, ['alone'],
    (c) => c.heard.has('childLost') && c.heard.has('alone', 'found', 'leftChild')),
  rule('tekun', 'old', 0.4, [], (c) => ageOver(c, 60) && c.heard.has('noSupporter', 'neglected')),
  rule('tekun', 'disabled', 0.4, [],
    (c) => is(c, 'hasLegalSupporter', false) && c.heard.has('disabledWord', 'alone', 'cannotWork')),
  rule('dibao-edge', 'named', 1, ['edgeTopic'],
    (c) => c.heard.has('edgeTopic') && !(is(c, 'forOther', false) || onEdge(c) && asksElse(c))),
  rule('rigid-expenditure', 'illnessDebt', 1, ['debtWord', 'drained'],
    (c) => c.heard.has('illnessWord', 'treatment') && c.heard.has('debtWord', 'drained')),
  rule('rigid-expenditure', 'named', 1, ['rigidTopic']),
  rule('rigid-expenditure', 'bigBill', 1, ['bigBill'], (c) => c.heard.has('bigBill') && !onDibao(c) &&
    c.heard.has('illnessWord', 'treatment', 'medicalCost', 'cure')),
  rule('rigid-expenditure', 'costDebt', 1, ['debtWord', 'drained'],
    (c) => c.heard.has('medicalCost') && c.heard.has('debtWord', 'drained', 'owing')),
  rule('rigid-expenditure', 'squeezed', 1, ['treatment', 'schoolFees'],
    (c) => working(c) && c.heard.has('treatment', 'schoolFees') &&
      c.heard.has('poverty', 'owing', 'drained')),
  rule('rigid-expenditure', 'graveCost', 1, ['graveIllness'],
    (c) => !onDibao(c) && c.heard.has('graveIllness') &&
      (c.heard.has('medicalCost', 'chronic', 'cannotAfford', 'moneyless', 'owing'))),
  rule('rigid-expenditure', 'rehab', 1, ['drained'],
    (c) => c.heard.has('drained', 'owing') && /康复|训练/.test(c.heard.text)),
  rule('rigid-expenditure', 'rehabCost', 1, ['lastingIllness'], (c) =>
    c.heard.has('lastingIllness') && /(?:康复|训练)[^,。]{0,8}[万千]/.test(c.heard.text)),
  rule('rigid-expenditure', 'quitToCare', 1, ['quitToCare'],
    (c) => c.heard.has('quitToCare') && c.heard.has('illnessWord', 'treatment', 'careDependent')),
  rule('temporary', 'outWithChild', 1, ['shelterless', 'evicted'],
    (c) => c.urgent && c.heard.has('shelterless', 'evicted') &&
      (is(c, 'childAge', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) || c.heard.has('moneyless'))),
  rule('temporary', 'named', 1, ['temporaryTopic']),
  rule('temporary', 'illAndBroke', 1, ['graveIllness'],
    (c) => c.heard.has('graveIllness') &&
      c.heard.has('owing', 'cannotAfford', 'moneyless', 'treatmentStop', 'medStopped', 'drained')),
  rule('temporary', 'sickOutside', 1, ['shelterless'],
    (c) => c.urgent && c.heard.has('shelterless') && c.heard.has('lifeThreat')),
  rule('dibao', 'leftover', 0.5, ['cannotAfford'],
    (c) => c.heard.has('cannotAfford') && /(?:就|只|才|光)剩/.test(c.heard.text)),
  rule('dibao', 'propertyAsked', 1, ['propertyAsk']),
  rule('temporary', 'lastCoins', 1, ['onlyHave'],
    (c) => c.heard.has('fewCoins') && !c.heard.has('pensionTopic') && (hard(c) || c.urgent || c.heard.has('lostEarner', 'jobless', 'feedKids'))),
  rule('temporary', 'birth', 1, ['birth'],
    (c) => c.heard.has('birth') && c.heard.has('moneyless', 'notInsured', 'noFood')),
  rule('medical', 'birth', 1, ['birth'], (c) => c.heard.has('birth') && c.heard.has('notInsured', 'cure')),
  rule('dibao', 'owingJobless', 0.7, ['owing'], (c) => c.heard.has('owing') && c.heard.has('jobless', 'feedKids')),
  rule('unsupported-child', 'pair', 1, ['pairPlight'], (c) => c.heard.has('pairPlight') &&
    !c.heard.has('bothParentsGone') && (c.heard.has('kinRaise', 'feedKids', 'student') ||
      /娃|孩|侄|外甥|孙|崽|伢/.test(c.heard.text))),
  rule('homeless', 'foundOutside', 1, ['streetPerson']),
  rule('temporary', 'foundOutside', 0.5, ['streetPerson'],
    (c) => c.heard.has('streetPerson') && c.heard.has('cold', 'noFood', 'lifeThreat')),
  rule('dibao', 'birth', 0.4, ['birth'],
    (c) => c.heard.has('birth') && c.heard.has('jobless', 'noIncome', 'lostEarner')),
  rule('temporary', 'urgent', 1, [], (c) => c.urgent && !(is(c, 'forOther', true) && c.heard.has('lost'))),
  rule('medical', 'urgentIllness', 1, ['depositAsked'],
    (c) => c.urgent && c.heard.has('depositAsked') && c.heard.has('illnessWord', 'cure', 'lifeThreat')),
  rule('housing', 'evicted', 1, ['evicted'], (c) => c.heard.has('evicted') && /腾房|强制|拆/.test(c.heard.text)),
  rule('tekun', 'disabledAlone', 1, ['bothParentsGone'],
    (c) => c.heard.has('bothParentsGone') && c.heard.has('disabledWord') && ageOver(c, 16)),
  rule('legal-aid', 'roadUnpaid', 1, ['unpaidAward'],
    (c) => c.heard.has('traffic') && c.heard.has('unpaidAward')),
  rule('disability-living', 'impaired', 1, ['impaired'],
    (c) => c.heard.has('impaired') && !onTekun(c) && !c.heard.has('elderTopic', 'noSupporter')),
  rule('temporary', 'leftover', 1, ['cannotAfford'],
    (c) => c.heard.has('cannotAfford') && /(?:就|只|才|光)剩/.test(c.heard.text)),
  rule('temporary', 'medicine', 1, ['medStopped'], (c) => c.urgent && c.heard.has('medStopped')),
  rule('temporary', 'childAlone', 1, ['childAlone', 'babyHungry'],
    (c) => c.urgent && c.heard.has('childAlone', 'babyHungry')),
  rule('temporary', 'disasterLoss', 1, ['homeLost', 'homeHurt', 'displaced'],
    (c) => c.heard.has('disasterCause') && (c.urgent || c.heard.has('homeLost'))),
  rule('temporary', 'evacuated', 1, ['evacuated'],
    (c) => c.urgent && c.heard.has('evacuated', 'burial', 'released', 'supplyEnd', 'fewCoins', 'trapped',
      'lookedAfterByNone')),
  rule('temporary', 'event', 1, ['fire', 'accident', 'traffic', 'robbed', 'plague'], (c) => eventful(c) &&
    (c.heard.has('fire', 'robbed', 'plague') || !is(c, 'fatherStatus', 'dead') && !is(c, 'motherStatus', 'dead') &&
      !c.heard.has('disabilityTopic', 'cert', 'tekunTopic', 'bothParentsGone', 'childLost'))),
  rule('temporary', 'lossAtOnce', 1, ['fire', 'robbed', 'suddenDeath', 'suddenIllness'],
    (c) => fresh(c.heard, 'fire', 'robbed', 'suddenDeath', 'suddenIllness') && !/要不要去?[销退]|注销/.test(c.heard.text)),
  rule('temporary', 'cold', 1, ['cold'], (c) => c.heard.has('cold')),
  rule('temporary', 'pupilInNeed', 1, ['student'],
    (c) => is(c, 'forOther', true) && c.heard.has('schoolFees') && c.heard.has('illnessWord', 'cure')),
  rule('temporary', 'eventHard', 0.5, [],
    (c) => eventful(c) && (c.heard.has('cannotAfford', 'medicalCost') || hard(c) || c.urgent || illCost(c))),
  rule('temporary', 'hungry', 1, ['noFood'], (c) => c.heard.has('noFood')),
  rule('temporary', 'urgentMoney', 1, ['treatmentStop', 'treatmentSoon'],
    (c) => c.urgent && c.heard.has('treatmentStop', 'treatmentSoon')),
  rule('temporary', 'disasterNow', 1, ['disasterCause'], (c) => c.urgent && c.heard.has('disasterCause')),
  rule('medical', 'illness', 1, ['illnessWord'],
    (c) => c.heard.has('illnessWord') && (c.heard.has('treatment', 'medicalCost') ||
      !c.heard.has('disabilityTopic', 'aidDevice', 'orphanTopic', 'bothParentsGone'))),
  rule('medical', 'cost', 1, ['medicalCost']),
  rule('medical', 'treatment', 0.6, ['treatment']),
  rule('medical', 'cure', 0.5, ['cure']),
  rule('medical', 'chronic', 1, ['chronic']),
  rule('medical', 'stopped', 1, ['medStopped']),
  rule('medical', 'injured', 1, ['accident', 'traffic', 'fire'],
    (c) => eventful(c) && (c.heard.has('medicalCost') || /烧伤|烫伤|重伤|开颅|粉碎/.test(c.heard.text))),
  rule('medical', 'lifeThreat', 1, ['lifeThreat'],
    (c) => c.urgent && c.heard.has('lifeThreat') &&
      !c.heard.has('violence', 'suicide', 'alone', 'childAlone', 'bothParentsGone')),
  rule('education', 'fees', 1, ['schoolFees'],
    (c) => c.heard.has('schoolFees') && !(c.heard.has('supportSuit') && !c.heard.has('student'))),
  rule('education', 'plight', 1, ['kinRaise'],
    (c) => plight(c) && (num(c, 'childAge') ?? 9) >= 5 &&
      (c.heard.has('student') || num(c, 'childAge') !== undefined)),
  rule('education', 'orphan', 1, ['bothParentsGone', 'orphanTopic'],
    (c) => c.heard.has('bothParentsGone') && (c.heard.has('student') || (num(c, 'childAge') ?? 0) >= 5)),
  rule('education', 'studentPoor', 1, ['student'],
    (c) => c.heard.has('student') && /读|上学|念|学/.test(c.heard.text) && !c.heard.has('graduated') &&
      !c.heard.has('jobless') &&
      (hard(c) || c.heard.has('cannotAfford', 'lostEarner', 'owing') || (c.perHead !== undefined &&
      c.perHead < 1000))),
  rule('education', 'childAlone', 1, ['student'],
    (c) => c.heard.has('student') &&
      (unable.includes(String(c.facts['fatherStatus'])) || unable.includes(String(c.facts['motherStatus'])))),
  rule('education', 'student', 1, ['student'],
    (c) => c.heard.has('student') && c.facts['studentStages'] !== undefined &&
      !c.heard.has('lawWord', 'evicted')),
  rule('education', 'studentHard', 0.5, [],
    (c) => c.facts['studentStages'] !== undefined && (hard(c) || c.heard.has('noFood'))),
  rule('housing', 'named', 1, ['housingTopic']),
  rule('housing', 'rent', 1, ['rentHard'], (c) => c.heard.has('rentHard') &&
    !c.heard.has('disasterCause', 'bothParentsGone') && !(c.urgent && c.heard.has('shelterless', 'noFood'))),
  rule('rural-housing', 'hut', 0.5, ['badDwelling']),
  rule('rural-housing', 'unsafe', 1, ['unsafeHouse'],
    (c) => c.heard.has('unsafeHouse') && !c.heard.has('houseMended')),
  rule('employment', 'jobless', 1, ['jobless'], (c) => c.heard.has('jobless') && !c.heard.has('injury')),
  rule('employment', 'asks', 1, ['jobAsked', 'newJob']),
  rule('disaster', 'damage', 1, ['disasterCause'],
    (c) => c.facts['disasterDamage'] !== undefined || c.heard.has('disasterHelp')),
  rule('disaster', 'cause', 1, ['disasterCause'],
    (c) => c.heard.has('disasterCause') && !c.heard.has('bothParentsGone')),
  rule('disability-living', 'named', 1, ['disabilityTopic', 'cert'],
    (c) => c.heard.has('disabilityTopic', 'cert') && !onTekun(c)),
  rule('disability-living', 'lasting', 1, ['lastingIllness'], (c) => c.heard.has('lastingIllness')),
  rule('disability-living', 'withCare', 1, [], (c) => (level(c) ?? 9) <= 2 && !onTekun(c)),
  rule('disability-living', 'disabled', 1, ['disabledWord'],
    (c) => c.heard.has('disabledWord') &&
      (level(c) !== undefined || c.heard.has('poverty', 'moneyless', 'noIncome', 'aidDevice', 'noBusiness') ||
      /截/.test(c.heard.text)) && !onTekun(c)),
  rule('disability-care', 'maimed', 1, ['maimed']),
  rule('disability-living', 'maimed', 1, ['maimed'], (c) => c.heard.has('maimed') && !c.heard.has('unpaidAward')),
  rule('disability-care', 'both', 1, ['disabilityTopic'], (c) => /两项补贴/.test(c.heard.text)),
  rule('disability-care', 'heavy', 1, ['disabledWord'], heavy),
  rule('disability-care', 'certAsks', 1, ['cert', 'disabilityTopic'],
    (c) => c.heard.has('cert') && /补贴|补助|停|领|过期|到期/.test(c.heard.text) && level(c) === undefined &&
      !is(c, 'hasDisabilityCert', false)),
  rule('disability-care', 'needsCare', 1, ['careDependent'],
    (c) => c.heard.has('disabledWord') && c.heard.has('careDependent') &&
      !(c.urgent && c.heard.has('missing', 'evacuated', 'burial'))),
  rule('disability-care', 'careMoney', 1, ['disabilityTopic'],
    (c) => /护理/.test(c.heard.text) && c.heard.has('disabledWord')),
  rule('disability-care', 'madness', 1, ['disabledWord'],
    (c) => /疯|癫|精神/.test(c.heard.text) && c.heard.has('disabledWord') &&
      c.heard.has('noFood', 'neglected', 'careDependent')),
  rule('care-service', 'madness', 1, ['disabledWord'],
    (c) => /疯|癫|痴呆/.test(c.heard.text) && is(c, 'forOther', true) && c.heard.has('disabledWord')),
  rule('orphan', 'named', 1, ['orphanTopic', 'bothParentsGone'],
    (c) => c.heard.has('orphanTopic') || (c.heard.has('bothParentsGone') && !c.heard.has('tekunTopic', 'noSupporter') &&
      (!ageOver(c, 18) || /孙|侄|外甥|娃|孩/.test(c.heard.text)))),
  rule('orphan', 'bothDead', 1, [], (c) => !c.heard.has('tekunTopic') && is(c, 'fatherStatus', 'dead') && is(c, 'motherStatus', 'dead')),
  rule('unsupported-child', 'parents', 1, [], (c) =>
    unable.includes(String(c.facts['fatherStatus'])) && unable.includes(String(c.facts['motherStatus'])) &&
    !(is(c, 'fatherStatus', 'dead') && is(c, 'motherStatus', 'dead'))),
  rule('unsupported-child', 'nobodyRaises', 0.6, ['nobodyRaises', 'kinRaise'],
    (c) => c.heard.has('nobodyRaises', 'kinRaise') && !c.heard.has('bothParentsGone')),
  rule('unsupported-child', 'oneSide', 0.5, [], (c) =>
    !c.heard.has('bothParentsGone') &&
    (unable.includes(String(c.facts['fatherStatus'])) || unable.includes(String(c.facts['motherStatus'])))),
  rule('unsupported-child', 'leftBehind', 0.5, ['leftChild'], (c) => c.heard.has('leftChild') && plight(c)),
  rule('elderly', 'named', 1, ['elderTopic']),
  rule('elderly', 'age', 1, ['veryOld'], (c) => ageOver(c, 80) || c.heard.has('veryOld')),
  rule('legal-aid', 'matter', 1, ['wages', 'injury', 'supportSuit', 'violence', 'labour', 'land'], (c) =>
    c.heard.has('supportSuit', 'land') || c.heard.has('labour') && !c.heard.has('pensionTopic') ||
    c.heard.has('wages') && !/医院/.test(c.heard.text) ||
    c.heard.has('violence') && c.accusation !== 'safety' && !/我打了[她他娃]/.test(c.heard.text) ||
    c.heard.has('injury') && !is(c, 'fatherStatus', 'dead') && !c.heard.has('bothParentsGone') && (!c.heard.has('disabilityTopic', 'cert', 'disabledWord', 'pensionTopic') ||
      /赔|工伤|老板|工头|尘肺|职业病/.test(c.heard.text))),
  rule('legal-aid', 'weapon', 1, ['weapon'], (c) => c.urgent && c.heard.has('weapon') &&
    !/疯|精神/.test(c.heard.text)),
  rule('judicial', 'support', 1, ['unpaidAward'], (c) => c.heard.has('supportSuit') && /执行/.test(c.heard.text)),
  rule('care-service', 'mistreated', 1, ['safety'], (c) => c.accusation === 'safety'),
  rule('temporary', 'winterThings', 1, ['winterThings']),
  rule('unsupported-child', 'named', 1, ['factOrphan']),
  rule('care-service', 'missing', 1, ['missing'], (c) => c.urgent && c.heard.has('missing') &&
    !is(c, 'shelterless', true)),
  rule('legal-aid', 'unfilial', 1, ['unfilial', 'neglected'],
    (c) => ageOver(c, 60) && c.heard.has('unfilial', 'supportSuit')),
  rule('legal-aid', 'asks', 1, ['lawWord'], (c) => c.heard.has('lawWord') && c.accusation === undefined &&
    !c.heard.has('kinRaise', 'factOrphan', 'jobAsked', 'disasterCause')),
  rule('legal-aid', 'sued', 1, ['ownFault']),
  rule('homeless', 'street', 1, ['shelterless'], (c) => fresh(c.heard, 'shelterless')),
  rule('homeless', 'station', 1, ['noFood', 'moneyless'], (c) =>
    c.heard.has('noFood', 'moneyless') && /在[^,。]{0,3}(?:火车|汽车|高铁|客运)?站(?!台)/.test(c.heard.text)),
  rule('homeless', 'found', 1, ['lost'], (c) => is(c, 'forOther', true) && c.heard.has('lost')),
  rule('care-service', 'strays', 1, ['lost'], (c) => c.heard.has('lost') && !is(c, 'shelterless', true)),
  rule('homeless', 'evicted', 1, ['evicted'], (c) => c.heard.has('evicted') && c.urgent),
  rule('pension', 'named', 1, ['pensionTopic']),
  rule('judicial', 'named', 1, ['lawWord'], (c) => /司法救助/.test(c.heard.text)),
  rule('judicial', 'court', 1, ['courtUnpaid'], (c) => c.heard.has('courtUnpaid') &&
    !c.heard.has('wages', 'injury', 'land', 'labour', 'bothParentsGone')),
  rule('judicial', 'unpaid', 1, ['unpaidAward'],
    (c) => c.heard.has('unpaidAward') && c.heard.has('crime', 'traffic')),
  rule('care-service', 'asked', 1, ['careAsked'],
    (c) => c.heard.has('careAsked') && !(is(c, 'shelterless', true) && c.heard.has('lifeThreat'))),
  rule('care-service', 'dependent', 1, ['careDependent'], (c) => c.heard.has('careDependent') &&
    !(c.heard.has('disabilityTopic') && /护理|补贴|钱/.test(c.heard.text) && !/出不了门|上门|没人/.test(c.heard.text))),
  rule('care-service', 'spirits', 1, ['lowSpirits', 'suicide'],
    (c) => c.heard.has('lowSpirits', 'suicide') && !c.heard.has('bothParentsGone', 'accident') && !/开玩笑/.test(c.heard.text)),
  rule('care-service', 'aloneOld', 1, ['alone'], (c) => c.heard.has('alone') && ageOver(c, 70)),
]
