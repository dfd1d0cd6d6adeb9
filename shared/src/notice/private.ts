/** Words by which an illness or a handicap would be told; a board says neither. */
const illnesses = /癌|瘤|白血病|艾滋|HIV|尿毒|透析|精神|抑郁|结核|肝炎|糖尿|中风|偏瘫|残疾|残障|智力|癫痫|患病|重病|大病|病情|诊断/iu

/** An ID number, a telephone or a card, also with blanks or dashes between. */
const numbers = /\d(?:[\s-]?\d){5,}/u

/** Where somebody lives more exactly than by the village. */
const addresses = /[组号栋幢楼室路街巷弄]\s*\d|\d\s*[组号栋幢楼室]|第.{1,3}[组栋单]/u

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
  [numbers, illnesses, addresses, schools, ...inEnglish].some((pattern) => pattern.test(text.normalize('NFKC')))
