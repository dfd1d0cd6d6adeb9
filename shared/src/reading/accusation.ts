import { accusedOf, findCharge, mayAccuse } from './facts/charge.ts'
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
  { category: 'refusal', all: ['officialWord', 'wontDo'] },
  { category: 'relative-favour', all: ['kinOfPower', 'aidWord', 'drawsAid'] },
  { category: 'illegal-fee', all: ['aidWord', 'wantsFee', 'report'] },
]

/** Rumours from elsewhere, praise, and the hospital's manners are nobody's case here. */
const hearsay = /听说(?:外|别|邻)|外县|电视(?:上|里|剧|台)|新闻|(?:医院|护士|医生)[^。]{0,6}态度|态度(?:可|挺|很|真|特别)?好|我觉得[^。]{0,10}(?:公道|挺好)/

/** Who lives among those accused seldom gives a name. */
const insider = /我们(?:村|队|镇|组|社|乡|这)|隔壁|邻居|全村|队里谁|镇长|村口|不敢(?=说|留|署|写)/

/** Whether the words accuse somebody of handling or taking aid wrongly, and of what. */
export function hearAccusation(heard: Heard): Accusation | undefined {
  if (/法院|执行|判决/.test(heard.text) && !heard.has('report')) return undefined
  if (hearsay.test(heard.text)) return undefined
  const plain = findCharge(heard.text)
  const hit = charges.find((charge) => heard.has(...charge.signals) &&
    supported(charge, heard)) ?? looseCharge(heard)
  if (!plain && (!hit || !mayAccuse(heard.text) || !earnest(hit.category, heard.text))) return undefined
  const spans = [...(plain ? [plain.span] : []), ...(hit?.signals ?? []).flatMap((name) => heard.hits(name))]
  const first = spans[0] ?? { start: 0, end: heard.text.length }
  const category = plain?.category ?? hit?.category ?? 'corruption'
  const aboutOthers = category === 'relative-favour' || category === 'ineligible-recipient'
  return {
    category,
    role: accusedOf(heard.text, category),
    anonymous: /实名/.test(heard.text) ? false : heard.has('anonymousSaid') || (aboutOthers &&
      insider.test(heard.text) && !/我叫|我是/.test(heard.text)) || undefined,
    spans: spans.map((s) => sentenceAt(heard.text, s.start)),
    proof: first,
  }
}

/** Waiting alone is no accusation of delay, nor a mere no one of refusal. */
function earnest(category: string, text: string): boolean {
  if (category === 'delay') return /[一二两三四五六七八九十几半\d]个?(?:月|年|天)|拖|压着|催|石沉/.test(text)
  if (category === 'bribe') return !/律师/.test(text)
  if (category === 'ghost-recipient') return !/死得早/.test(text)
  if (category === 'attitude') {
    return /骂|吼|凶|态度|脸|笑|推|扔|赶|难听|羞|装|[瞧看]不起|不理|白眼|拍|打|门|头都?不抬|熟人|打发/.test(text)
  }
  return category !== 'refusal' || /材料|申请|表|收|门|轰|赶|证明|不(?:肯|让|接|理)|不给(?:开|办|报|登|我办)/.test(text)
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
