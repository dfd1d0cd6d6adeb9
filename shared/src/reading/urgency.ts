import { clauseAt } from './normalise.ts'
import type { Danger, Span } from './reading.ts'
import type { Heard } from './signal.ts'

type Alarm = { danger: Danger; signals: readonly string[]; when(h: Heard): boolean }

const over = (h: Heard): boolean => h.has('resolved')

const gone = /(?:[爸妈爹娘公婆男女人夫妻儿哥弟姐妹]|生他|生她)[^,。]{0,6}(?:死|走|没|去世|过世|病故)(?:了|的)(?!意|劲)|(?:药|难产|崖|矿难|车祸)[^,。]{0,6}(?:走|没|死)(?:了|的)|难产,|宣告|去年|前年/

/** What nearly happened, or happened to others, is no danger now. */
const near = /差点|险些|没烧到|没伤到|虚惊|邻居家的|听说外|演练|减肥|开玩笑|在救助站了|假肢/

/** Whether one of these is heard in a clause that is not told of the past. */
export function fresh(h: Heard, ...names: string[]): boolean {
  const past = h.hits('longAgo')
  return names.some((name) => h.hits(name).some((hit) => {
    const clause = clauseAt(h.text, hit.start)
    if (near.test(h.text.slice(clause.start, clause.end + 1))) return false
    if (gone.test(h.text.slice(clause.start, clause.end + 1))) return false
    return !past.some((p) => p.start >= clause.start && p.start <= Math.max(clause.end, hit.end))
  }))
}

/** What makes words urgent: life, food, shelter, safety or treatment at stake within about a week. */
const alarms: readonly Alarm[] = [
  { danger: 'suicide', signals: ['suicide'], when: (h) => h.has('suicide') &&
    !/开玩笑/.test(h.text) && (fresh(h, 'suicide') && !h.has('bothParentsGone', 'orphanTopic') ||
      /我|俺/.test(h.text) && /活|死了算|想死/.test(h.text)) },
  { danger: 'violence', signals: ['weapon'], when: (h) => fresh(h, 'weapon') && !h.has('crime', 'unpaidAward') &&
    !over(h) },
  { danger: 'violence', signals: ['violenceNow', 'violence'], when: (h) => h.has('violence') &&
    h.has('violenceNow') && !h.has('violencePast') && !(h.has('crime') && h.has('unpaidAward')) },
  { danger: 'child', signals: ['babyHungry', 'childAlone'], when: (h) => fresh(h, 'babyHungry',
    'childAlone') && !over(h) },
  { danger: 'missing', signals: ['missing'], when: (h) => h.has('missing') && !over(h) &&
    !/送回来|找(?:到|回)了|找回来|[一二三四五六七八九十几]年|宣告|法院/.test(h.text) },
  { danger: 'hardship', signals: ['emergencyCall'], when: (h) => h.has('emergencyCall') && h.text.length <= 12 },
  { danger: 'illness', signals: ['lifeThreat'], when: (h) => fresh(h, 'lifeThreat') && !over(h) &&
    !h.has('bothParentsGone') },
  { danger: 'illness', signals: ['trapped'], when: (h) => fresh(h, 'trapped') && !over(h) },
  { danger: 'illness', signals: ['pillsEnd'], when: (h) => fresh(h, 'pillsEnd') && h.has('moneyless', 'cannotAfford',
    'onlyHave', 'medicalCost') },
  { danger: 'illness', signals: ['treatmentSoon'], when: (h) => h.has('treatmentSoon') && h.has('onlyHave') },
  { danger: 'child', signals: ['lookedAfterByNone'], when: (h) => fresh(h, 'lookedAfterByNone') &&
    h.has('now', 'onlyHave', 'noFood') && !over(h) },
  { danger: 'illness', signals: ['treatmentStop', 'treatmentSoon'], when: (h) => h.has('treatmentSoon') &&
    h.has('treatmentStop', 'medicalCost', 'moneyless', 'notInsured', 'debtWord') && !over(h) },
  { danger: 'illness', signals: ['medStopped'], when: (h) => fresh(h, 'medStopped') &&
    h.has('moneyless', 'cannotAfford', 'now', 'medStopped') &&
    h.has('moneyless', 'cannotAfford', 'lifeThreat', 'debtWord') && !over(h) },
  { danger: 'illness', signals: ['leftAlone'], when: (h) => h.has('leftAlone') && h.has('careDependent') &&
    h.has('suddenIllness', 'suddenDeath', 'accident', 'now') },
  { danger: 'fire', signals: ['fire'], when: (h) => fresh(h, 'fire') && !over(h) },
  { danger: 'disaster', signals: ['gasLeak', 'disasterCause'], when: (h) => h.has('gasLeak') ||
    (h.has('disasterCause') && h.has('homeLost', 'homeHurt', 'displaced') && h.has('now') &&
      !/补助款|登记|没下文|标准|去年|前年|暑假|算不算|大棚|口粮/.test(h.text)) },
  { danger: 'disaster', signals: ['evacuated'], when: (h) => fresh(h, 'evacuated') &&
    h.has('disasterCause', 'disasterWord', 'fire') && !over(h) },
  { danger: 'hardship', signals: ['burial'], when: (h) => fresh(h, 'burial') && h.has('burial') },
  { danger: 'hardship', signals: ['released'], when: (h) => h.has('released') && h.has('noFood', 'moneyless',
    'shelterless') && !over(h) },
  { danger: 'food', signals: ['noFood', 'supplyEnd'], when: (h) => fresh(h, 'noFood', 'supplyEnd') &&
    !over(h) && !/[羊牛猪]~?没吃/.test(h.text) },
  { danger: 'hardship', signals: ['fewCoins'], when: (h) => fresh(h, 'fewCoins') && h.has('shelterless', 'robbed',
    'suddenDeath', 'noFood', 'evicted') || h.has('fewCoins') && /当场|救助站/.test(h.text) },
  { danger: 'shelter', signals: ['shelterless', 'evicted'], when: (h) => fresh(h, 'shelterless', 'evicted') &&
    !over(h) && !(h.has('evicted') && !h.has('shelterless') && h.has('rentHard') && !h.has('now')) },
  { danger: 'shelter', signals: ['lost'], when: (h) => h.has('lost') && h.has('eldWander') &&
    h.has('found') },
  { danger: 'shelter', signals: ['cold'], when: (h) => fresh(h, 'cold') && !over(h) &&
    (h.has('oldOrChild') || /我妈|我爸|娘|爹|老伴|老婆|老公|零下|发抖|哆嗦/.test(h.text)) },
  { danger: 'shelter', signals: ['streetPerson'], when: (h) => fresh(h, 'streetPerson') && !over(h) },
  { danger: 'illness', signals: ['birth'], when: (h) => h.has('birth') && h.has('moneyless', 'notInsured') &&
    /预产|临产|要生|下(?:个)?(?:礼拜|星期|周)|快生|羊水|破水/.test(h.text) },
  { danger: 'illness', signals: ['illnessWord'], when: (h) => h.has('illnessWord', 'cure') &&
    h.has('depositAsked') && h.has('moneyless', 'cannotAfford', 'onlyHave') },
  { danger: 'accident', signals: ['accident', 'traffic'], when: (h) => fresh(h, 'accident', 'traffic') && !(h.has('traffic') && h.has('unpaidAward')) &&
    h.has('treatmentStop', 'treatmentSoon', 'feedMany') },
]

/** The dangers heard, most pressing first, with the words that tell of them. */
export function hearDangers(heard: Heard): { danger: Danger; span: Span | undefined }[] {
  const found: { danger: Danger; span: Span | undefined }[] = []
  for (const alarm of alarms) {
    if (!alarm.when(heard) || found.some((f) => f.danger === alarm.danger)) continue
    found.push({ danger: alarm.danger, span: firstOf(heard, alarm.signals) })
  }
  return found
}

function firstOf(heard: Heard, names: readonly string[]): Span | undefined {
  for (const name of names) {
    const span = heard.first(name)
    if (span) return span
  }
  return undefined
}
