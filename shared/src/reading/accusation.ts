import { classes } from './lexicon/index.ts'
import { sentenceAt } from './normalise.ts'
import { single } from './pattern.ts'
import type { Span } from './reading.ts'
import type { Heard } from './signal.ts'

/** An accusation heard in the words. */
export type Accusation = {
  category: string; role: string | undefined; anonymous: boolean | undefined; spans: Span[]; proof: Span }

const official = single('{official}|评议|公示|名单|签字|签名|村里|队里|社区|调查员|评估员|养老院|敬老院|福利院|救助站', classes)

type Charge = {
  category: string; signals: readonly string[]; needs: 'official' | 'nothing' | 'other' | 'stopped' }

/** Order is rank: the first that fits names the category. */
const charges: readonly Charge[] = [
  { category: 'retaliation', signals: ['retaliate'], needs: 'official' },
  { category: 'safety', signals: ['safety'], needs: 'nothing' },
  { category: 'ghost-recipient', signals: ['ghost'], needs: 'nothing' },
  { category: 'bribe', signals: ['bribe'], needs: 'official' },
  { category: 'illegal-fee', signals: ['illegalFee'], needs: 'official' },
  { category: 'embezzlement', signals: ['embezzle'], needs: 'official' },
  { category: 'embezzlement', signals: ['aidMoneyMissing'], needs: 'nothing' },
  { category: 'privacy-breach', signals: ['privacy'], needs: 'nothing' },
  { category: 'attitude', signals: ['rude'], needs: 'nothing' },
  { category: 'relative-favour', signals: ['relative'], needs: 'other' },
  { category: 'ineligible-recipient', signals: ['unfit'], needs: 'other' },
  { category: 'misallocation', signals: ['misallocate'], needs: 'nothing' },
  { category: 'procedure-violation', signals: ['procedure'], needs: 'official' },
  { category: 'attitude', signals: ['attitude'], needs: 'official' },
  { category: 'refusal', signals: ['refusal'], needs: 'official' },
  { category: 'delay', signals: ['delay'], needs: 'official' },
  { category: 'corruption', signals: ['corruption'], needs: 'official' },
  { category: 'decision-appeal', signals: ['appeal'], needs: 'nothing' },
  { category: 'wrong-decision', signals: ['wrongAmount'], needs: 'stopped' },
]

type Loose = { category: string; all: readonly string[] }

/** Looser charges: words that, heard together in one text, make an accusation without a set phrase. */
const loose: readonly Loose[] = [
  { category: 'bribe', all: ['officialWord', 'wantsGift'] },
  { category: 'embezzlement', all: ['officialWord', 'aidWord', 'keepsMoney'] },
  { category: 'privacy-breach', all: ['exposed', 'privateThing', 'officialWord'] },
  { category: 'relative-favour', all: ['kinOfPower', 'aidWord', 'gaveTo'] },
  { category: 'ineligible-recipient', all: ['aidWord', 'sham', 'someoneElse', 'drawsAid'] },
  { category: 'attitude', all: ['officialWord', 'contempt', 'aidWord'] },
  { category: 'procedure-violation', all: ['officialWord', 'skipped', 'verdictWord'] },
  { category: 'illegal-fee', all: ['officialWord', 'wantsFee', 'aidWord'] },
  { category: 'decision-appeal', all: ['refusedAid', 'contests'] },
  { category: 'refusal', all: ['stalls', 'papers'] },
  { category: 'relative-favour', all: ['kinOfPower', 'aidWord', 'drawsAid'] },
  { category: 'illegal-fee', all: ['aidWord', 'wantsFee', 'report'] },
]

/** Rumours from elsewhere, praise, and the hospital's manners are nobody's case here. */
const hearsay = /听说(?:外|别|邻)|外县|电视|新闻|(?:医院|护士|医生)[^。]{0,6}态度|态度(?:可|挺|很|真|特别)?好|我觉得[^。]{0,10}(?:公道|挺好)/

/** Whether the words accuse somebody of handling or taking aid wrongly, and of what. */
export function hearAccusation(heard: Heard): Accusation | undefined {
  if (/法院|执行|判决/.test(heard.text) && !heard.has('report')) return undefined
  if (hearsay.test(heard.text)) return undefined
  const hit = charges.find((charge) => heard.has(...charge.signals) &&
    supported(charge, heard)) ?? looseCharge(heard)
  if (!hit) return undefined
  const spans = hit.signals.flatMap((name) => heard.hits(name))
  const first = spans[0] ?? { start: 0, end: heard.text.length }
  const aboutOthers = hit.category === 'relative-favour' || hit.category === 'ineligible-recipient'
  return {
    category: hit.category,
    role: roleOf(heard.text),
    anonymous: /实名/.test(heard.text) ? false : heard.has('anonymousSaid') || (aboutOthers &&
      !/我叫|我是/.test(heard.text)) || undefined,
    spans: spans.map((s) => sentenceAt(heard.text, s.start)),
    proof: first,
  }
}

function looseCharge(heard: Heard): Charge | undefined {
  if (heard.has('supportSuit', 'wages', 'violence') && !heard.has('report')) return undefined
  const found = loose.find((charge) => charge.all.every((name) => heard.has(name)))
  return found && { category: found.category, signals: found.all.slice(-2), needs: 'nothing' }
}

function supported(charge: Charge, heard: Heard): boolean {
  switch (charge.needs) {
    case 'nothing': return charge.category !== 'decision-appeal' || heard.has('stopped', 'dibaoTopic')
    case 'official': return (charge.category === 'bribe' && heard.has('aidWord', 'cert')) || (/材料|申请|表格?(?![示面扬])/.test(heard.text) &&
      /^(?:delay|refusal|attitude)$/.test(charge.category)) ||
      official.test(heard.text) || heard.has('report')
    case 'stopped': return heard.has('stopped', 'refusedAid')
    case 'other': return heard.has('getsAid') || heard.has('report')
    default: return charge.needs satisfies never
  }
}

const roles: readonly (readonly [string, RegExp])[] = [
  ['village_accountant', /(?:村|社区|大队)[^,。]{0,3}(?:会计|文书)|^(?!.*(?:乡|镇|街道|县)).*会计/],
  ['investigator', /(?:调查|入户|核查|评估|来查)[^,。]{0,4}(?:员|的人|人员|干部|的两|的几|的三)|来调查的/],
  ['village_secretary', /村支?书|支书|(?:村|社区|大队)[^,。]{0,3}书记|^(?!.*(?:乡|镇|街道|县)).*书记/],
  ['county_leader', /(?:县)[^,。]{0,4}(?:领导|局长|县长|书记)|副县长|局长/],
  ['township_head', /(?:镇|乡|街道)[^,。]{0,6}(?:所长|镇长|乡长|主任|书记|站长|领导)|镇长|乡长|民政[^,。]{0,2}(?:所长|主任|站长)|所长/],
  ['township_clerk',
    /(?:镇|乡|街道|民政|窗口)[^,。]{0,6}(?:办事员|工作人员|经办|干事|干部|窗口|那个|姓.的|的人|小.|办的)|民政(?:助理|专干|员)|窗口|办事员|经办人/],
  ['village_cadre',
    /(?:村|社区|大队|居委)[^,。]{0,4}(?:干部|主任|长|委(?!会?(?:门口|墙|旁|楼|大院))|的人|几个|专干|两委|里)|村官|队长|组长|居委会|村里/],
  ['township', /镇上|乡里|镇里|镇政府|乡政府|民政办|民政所|街道|交到镇|交到乡/],
]

const roleOf = (text: string): string | undefined => roles.find(([, words]) => words.test(text))?.[0]
