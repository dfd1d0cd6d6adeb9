import { illness } from '../reading/lexicon/illness.ts'
import { single } from '../reading/pattern.ts'

/** Words by which an illness or a handicap would be told; a board says neither. What the reader knows as one is one here, too. */
const illnesses = /* #__PURE__ */ single('{ill}|{lasting}', illness)
const handicaps =
  /癌|瘤|艾滋|HIV|尿毒|透析|精神|抑郁|结核|肝炎|糖尿|中风|瘫|残[疾障]|智力|智障|癫痫|[患生因得]病|疾病|病[情人号残故危]|诊断|住院|化疗|手术|截肢|轮椅|卧床|失明|盲人|聋哑|耳聋|失能|失智/iu

/** A digit however it is written. */
const digit = '[\\d〇零一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]'
/** An ID number, a telephone or a card, also with blanks or dashes between. */
const numbers = /* #__PURE__ */ new RegExp(`${digit}(?:[\\s-]?${digit}){5,}`, 'u')

/** Where somebody lives more exactly than by the village: by group, house, staircase or room. */
const addresses = /* #__PURE__ */ new RegExp(
  `[组号栋幢楼室路街巷弄]\\s*\\d|\\d\\s*[组号栋幢楼室]|[一二三四五六七八九十百]+\\s*[组栋幢室]|[路街巷弄][一二三四五六七八九十百]+号|第.{1,3}[组栋单]|${digit}\\s*单元`, 'u',
)

const schools = /小学|中学|幼儿园|学校|学院|年级/u

/** The same in the other language of the house: an officer may answer in it. */
const inEnglish = [
  /\b(?:cancer|tumou?rs?|leuka?emia|aids|hiv|ura?emia|dialysis|psychiatric|mental(?:ly)?|depress(?:ion|ed)|tuberculosis|hepatitis)\b/iu,
  /\b(?:diabet(?:es|ic)|strokes?|paraly[sz](?:ed|is)|disab(?:led|ility|ilities)|handicap(?:ped)?|epilep(?:sy|tic)|dementia)\b/iu,
  /\b(?:illness|sick(?:ness)?|diseases?|diagnos(?:is|es|ed))\b/iu,
  /\b(?:room|flat|unit|building|house|floor|street|road|lane)\s*(?:no\.?\s*|number\s*)?\d/iu,
  /\d\s+(?:[\p{L}'-]+\s+){0,2}(?:street|road|lane|avenue)\b/iu,
  /\b(?:schools?|kindergarten|college|university|grade\s*\d)\b/iu,
]

/** Whether a text tells what no notice may: a number of somebody, an illness, an exact address, a school. */
export const isPrivate = (text: string): boolean =>
  [numbers, illnesses, handicaps, addresses, schools, ...inEnglish].some((pattern) => pattern.test(text.normalize('NFKC')))
