import { pattern, places } from '../pattern.ts'
import type { Facts, Hearing } from './collector.ts'
import { clauseAt } from '../normalise.ts'
import { isDenied } from '../signal.ts'

const statuses: readonly (readonly [string, RegExp])[] = [
  ['dibao', pattern(`
    (?:在|正在|还在|都|一直|我|俺|家|已经有|有|享受|吃着?|吃了|拿着?|领着?|办了|评了|评的|评上的|纳入|是|享|的|侬)(?:了|着|是|在|吃|一?个)?低保(?!边缘|条件|标准|线|要|怎|能|需|表|申请|名单|名额|评|政策|审|材料|指标|资格)
    (?:户|对象|家庭|里|金|卡|证|人员)?(?!(?:能|可以)?(?:吗|么|不|办|名单))|低保(?:户|卡|对象|里头?(?!面)|年审|人口|家庭(?!条件|标准)|那点钱|的?存折|的?折子)|低保金?~4(?:到账|领|发|代领)|(?:领|吃|拿|有)~3低保(?:了|着|金|的|,|。|$)|
    低保我有|低保有(?!没)|那份低保|(?:^|,)低保(?=,(?!申|表|怎|咋|政))|低保~3(?:办|批)(?:下来|好|了)|低保证(?!明)(?=,|。|$|到期|丢)
  `)],
  ['tekun', pattern(`
    (?:是|原来是|评了|成了|吃|吃着|享受|当)(?:了|的)?(?:一?个)?(?:五保|特困)|五保(?:户|老人|的?钱|金|老头|卡)|特困(?:人员|户|供养)(?!(?:能|怎|要|条件))|(?:在|住)(?:敬老院|养老院|福利院)
  `)],
  ['dibao-edge', pattern(`
    (?:是|属于|评了|评上|成了|有|办了|认定(?:为)?)~3(?:低保)?边缘(?:户|家庭)?|(?:^|,)边缘(?:户|家庭)(?=医保|去年|每年|的)|边缘(?:户|家庭)证(?=到|过|丢|,|。)|低保边缘户(?:,|。|$)
  `)],
]
const asks = /能(?:不能)?|可以|想|怎么|咋|要不要|够不够|申请|办(?!了)|评(?:上|个)?不|帮|如何|吗$|条件|名额|原来吃|以前|原来$|凭|是否|给我|没|听说|说/

const wonders = /啥时候|什么时候|几时|几号|多久/

const elsewhere = /爷爷|奶奶|外公|外婆|媳妇|父母|爸|妈|老公|公公|婆婆|邻居|弟|哥/

/** What the speaker lives by, where it is said of the speaker. */
function readWork({ text, heard }: Hearing, facts: Facts): void {
  const job = heard.first('newJob')
  if (job && !heard.has('jobless') && !/不让|儿媳|上班路/.test(text) &&
    !/女儿|儿子|闺女|他|她/.test(text.slice(Math.max(0, job.start - 12), job.start))) return facts.put('employment',
    'employed', job)
  const costs = /化肥|种子钱|农药钱|(?:和老婆|两口子|我|一个人)种(?:地|田|葡萄|果|茶|菜|烟|粮)|收点(?:苞谷|玉米|稻|粮)|种(?:地|田|茶|菜|粮)(?:为生|的收入)/.exec(text)
  if (costs) return facts.put('employment', 'farming', { start: costs.index, end: costs.index + costs[0].length })
  const farm = heard.first('farming')
  if (!farm || heard.has('jobless', 'jobAsked')) return
  const before = text.slice(Math.max(0, farm.start - 14), farm.start)
  if (!elsewhere.test(before) && !/租给/.test(text) &&
    !heard.has('disasterCause') && !/种点|收回|征|雹/.test(text)) facts.put('employment', 'farming', farm)
}

/** What the household already receives; where its hukou is. */
export function readStanding(hearing: Hearing, facts: Facts): void {
  const { text, heard } = hearing
  readWork(hearing, facts)
  for (const [status, words] of statuses) {
    for (const match of places(text, words)) {
      const span = { start: match.index, end: match.index + match[0].length }
      const clause = clauseAt(text, span.start)
      const before = text.slice(Math.max(clause.start, span.start - 5), span.start)
      const got = /(?:办|批)(?:下来|好)|到账/.test(match[0])
      const possessed = /(?:卡|存折|折子|那点钱|五保的?钱)$/.test(match[0])
      if (isDenied(text, span, false) || (!got && asks.test(before)) || wonders.test(match[0])) continue
      if (!got && asks.test(match[0])) continue
      if (!possessed && /^[^,。]{0,6}(?:被|停|取消|没了|断了|清|踢|移|掐)/.test(text.slice(span.end, span.end + 8))) continue
      facts.put('currentStatus', [status], span)
    }
  }
  const none = /(?:没|没有|不是)[^,。]{0,2}(?:本地|本县|本镇)(?:的)?(?:户口|人|户籍)|户口[^,。]{0,2}在(?:贵州|四川|云南|广西|河南|湖南|湖北|江西|安徽|甘肃|陕西|山西|山东|河北|东北|重庆|福建|广东|老家)/.exec(text)
  if (none) facts.put('hukouLocal', false, { start: none.index, end: none.index + none[0].length })
  const from = /(?:我|俺们?[^,。]{0,6})(?:是|从)(?:贵州|四川|云南|甘肃|湖南|湖北|江西|安徽|河南|广西|陕西|山西|山东|河北)(?:的|来)|^从(?:贵州|四川|云南|甘肃|湖南|湖北|江西|安徽|河南|广西|陕西|山西|山东|河北)来/.exec(text)
  if (from && /回家|回去|票|路费/.test(text)) {
    facts.put('hukouLocal', false, { start: from.index, end: from.index + from[0].length })
  }
  const urban = /(?:城镇|城里|城市|非农)户口|户口是(?:城里|城镇|非农)/.exec(text)
  if (urban) facts.put('hukouClass', 'urban', { start: urban.index, end: urban.index + urban[0].length })
  const here = /户口[^,。]{0,3}(?:在|是)(?:你们?|咱|我们|本|这|老家这|家里)[^,。]{0,4}|(?:本地|本县|本镇|本村)(?:户口|人|户籍)/.exec(text)
  if (here) facts.put('hukouLocal', true, { start: here.index, end: here.index + here[0].length })
  const away = /户口[^,。]{0,4}(?:不在(?:你们|这|本)|在(?:外地|外省|老家|别处|外县))|(?:外地|外省|外县)(?:户口|人(?!家)|来的|户籍|嫁过?来)|户口[^,。]{0,3}(?:没|未)(?:有)?迁|回(?:不了|不去|不到)?(?:老家)?(?:贵州|四川|云南|广西|河南|湖南|湖北|江西|安徽|甘肃|陕西|山西|山东|河北|黑龙江|吉林|辽宁|内蒙|新疆|青海|宁夏|西藏|海南|重庆|福建|浙江|江苏|广东)(?:了|去|,|。|$|老家|的)/.exec(text)
  if (away) facts.put('hukouLocal', false, { start: away.index, end: away.index + away[0].length })
  const car = /(?:家里|我|儿子|老公|名下|家|女儿)[^,。]{0,3}(?:有|买了?)[^,。摩电三]{0,6}(?:车|货车|轿车|汽车|皮卡|面包车)(?!祸|站|票|费|间|贷)/.exec(text)
  const carless = /没(?:有)?房?没(?:有)?车|没有车|没车/.exec(text)
  if (carless) facts.put('vehicleCount', 0, { start: carless.index, end: carless.index + carless[0].length })
  if (car && !/报废|三轮|摩托|电动|代步/.test(text) &&
    !/没[^,。]{0,3}$/.test(text.slice(0, car.index + 4))) facts.put('vehicleCount', 1, { start: car.index,
    end: car.index + car[0].length })
  const searched = /找了([一二两三四五六七八九十半\d]+)(年半|年|个多?月)[^。]{0,8}工作|([一二两三四五六七八九十半\d]+)(年半|年|个多?月)(?:前|以前)[^,。]{0,3}(?:被辞|被裁|失业|下岗)/.exec(text)
  if (searched) readOut(searched, facts)
  const out = /(?:失业|停工|出狱|没工作|没上班|下岗|没活干|在家|待业)[^,。]{0,6}?([一二两三四五六七八九十半\d]+)(年半|年|个多?月)(?:零([一二两三四五六七八九十\d]+)个月)?/.exec(text)
  if (out && (heard.has('jobless') || /下岗|停工|出狱|失业/.test(out[0]))) readOut(out, facts)
  const pension = heard.has('pensionTopic')
    ? /(?:没|未|从来没|冇)[^,。]{0,2}(?:交|参加|缴|买|上)(?:过)?[^,。]{0,3}养老|养老(?:保险)?[^,。]{0,4}(?:没[交缴买参]|断)/.exec(text) : null
  if (pension) facts.put('pensionInsured', false, { start: pension.index,
    end: pension.index + pension[0].length })
}

const counts: Readonly<Record<string, number>> = { 一: 1, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8,
  九: 9, 十: 10, 半: 0.5 }

function readOut(match: RegExpExecArray, facts: Facts): void {
  const said = match[1] ?? match[3] ?? ''
  const n = counts[said] ?? Number(said)
  const unit = match[2] ?? match[4] ?? ''
  if (!Number.isFinite(n)) return
  const rest = /零([一二两三四五六七八九十\d]+)个月$/.exec(match[0])?.[1]
  const months = rest === undefined ? 0 : counts[rest] ?? Number(rest)
  const value = unit === '年半' ? n * 12 + 6 : unit === '年' ? n * 12 + months : n
  facts.put('unemployedMonths', value, { start: match.index, end: match.index + match[0].length })
}
