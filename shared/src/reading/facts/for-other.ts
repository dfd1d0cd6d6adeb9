import { classes } from '../lexicon/index.ts'
import { pattern, places, single } from '../pattern.ts'
import type { Span } from '../reading.ts'
import type { Facts, Hearing } from './collector.ts'

const outside = pattern('(?:{outsider})', classes)
const kin = `(?:大|二|三|四|五|小|幺|老|堂|表|亲|后|我|俺|的)*(?:叔叔?|伯伯?|伯父|伯母|婶婶?|舅舅?|舅妈|舅公|姨妈?|姨娘|姨父|姑妈?|姑父|姑姑|姑婆|嬢嬢|孃孃|侄子|侄儿|侄女|侄|外甥女?|嫂子?|弟媳|哥嫂|姐夫|
  妹夫|表哥|表弟|表姐|表妹|表姑|表叔|表舅|堂哥|堂弟|堂姐|堂妹|堂兄|叔公|叔爷|伯公|幺爸|幺舅)|亲戚|朋友|同事|工友|病友|同学`
/** Relatives and friends who keep a house of their own. */
const relative = pattern(`(?:^|,|。|我|俺|有个|有一个|替|救救|叫|的|养着?|想把|个)(${kin})(?!们?(?:帮|借|给|说|介绍|救|送|教|劝|来看|告诉|家住|也|那里|接济|大婶|阿姨|您|你|都借|们|好,|家(?:里)?(?:借|住|躲|挤|过|凑)|家(?=,|。|$)|都不|门口))`, classes)
const reports = single(`{reporter}|我(?:是|系)~4(?:路人|社区医生|邻居)|(?:俺|我)(?:是|系)~2(?:包村|驻村|镇|乡|村)~1干部|(?:派出所|公安局?|交警|医院|救助站)移交|民警(?:反映|报告|巡逻)|摸底~2(?:有|发现)|巡诊|巡查|走访`, classes)
/** Somebody in the open whom the writer only found. */
const found = pattern(`
  (?:门口|桥(?:底|洞|下)|路边|街边|街上|垃圾|纸箱|车站|广场|公园|石墩|墙角|楼道|雪地|候车室|菜市场|天桥|河边|树下|村口|小区里)~10
  (?:有(?:个|一个|一位|一家|位)|住着|睡着|躺着|坐着|蹲着|放了个)~8(?:人|娃|孩|婴|毛毛头?|仔|男的|女的|女人|男人|老头|老太|学生|小伙|后生|姑娘|大爷|大妈|一家)|
  (?:流浪|无名|走失)(?:女子|男子|老人|汉|人员|儿童)|(?:纸箱|襁褓|石墩|垃圾)~10(?:娃|婴|毛毛)|有户|(?:那|这|有)(?:家|户)人?~8(?:娃|老人|断粮|没吃)|
  班(?:上|里)~4(?:学生|男孩|女孩|孩子|娃|同学)|(?:娃|孩子?|孙女|孙子|学生)~4天没来(?:上学|学校)|(?:隔壁|对门|楼下|楼上)~8(?:大爷|大妈|大叔|老人|老太|老头|婆婆|小伙|小孩|女人|娃|那家|一家)|
  (?:我们?|俺|本)?村~3(?:独居|孤寡|残疾|哑巴|瞎子|疯)(?:的|了)?|(?:学校|邻居)(?:发现|说)
`)
/** Own old ones, spoken of as those who apply, or far from the writer's house. */
const ofElder = pattern(`
  (?:替|帮|代|给)(?:我|俺)?(?:妈|爸|爹|娘|爷爷|奶奶|外婆|外公|婆婆|公公|母亲|父亲|邻居|岳母|岳父|老丈人)[^,。]{0,3}(?:申请|问|办|报|填|咨询|请个人)|
  (?:老爹|老爸|爹|爸|妈|娘|爷爷|奶奶|父亲|母亲)≈14(?:在外头?要饭|流浪|走丢过|在救助站)|(?:爷爷|奶奶|外公|外婆)一个人在老家|(?:爷爷|奶奶|外公|外婆|姥姥|姥爷)~2的?(?:五保|低保|高龄|养老)(?:钱|金|款|津贴)~2被|
  (?:我|俺)(?:妈|爸|爹|娘|爷爷|奶奶)是低保户|我是(?:他|她)(?:外婆|外公|奶奶|爷爷|姑|姨|舅|叔|伯)|(?:女|男)娃被(?:他|她)(?:后爸|后妈|爸|爹)|倔着不走|(?:^|,|我|俺)我?哥(?!哥?嫂|们)~6(?:被|骑|说不|从小|没|瘫|病|残|精神|打|摔)|(?:我|俺)弟(?!弟(?:读|念|上|才|今年)|妹|的|媳)~6(?:四|五|三|二|精神|残|没|瘫|病)|^弟弟精神病|兄弟家|弟弟弟媳~6(?:被|在|都)|(?:俺|我)爷(?=,|。|腊|生|今)|阿(?:公|嬷)~2[0-9]|(?:我|俺)爷爷是(?:五保|低保|特困)|大伯家住着|舅父睇住|
  村里~6(?:老汉|老头|老太)|家的聋哑老汉|老太太一个人摔|跟着卖花|天天在~6讨饭|躺在我店|帮对门|讨饭的(?:大爷|老人|老头)|^老两口住
`)
const helps = /(?:学前|大|中|上|下|夜|白|加)$|(?:靠|找|跟|借|问|向|被|让|由|听|和|多亏|全靠|到|在|住|比|同|幸亏|怕|吵)[^,。]{0,2}$/
const notSubject = /^[^,。]{0,3}(?:都|也)?(?:说|帮|救|借|给|送|劝|告诉|介绍|报|接济|凑|看不|笑|讲|知道|晓得|催|欺|不肯|不借|拉线|骂|吃|欠|见|怕|躲|死光|也有|端|有(?:,|。)|没找着|耐烦|县)|^家?[^,。]{0,6}(?:起火|着火)|^家?[^,。]{0,4}(?:挤|凑合|借)|^(?:半夜|装修|蹦迪|吵|漏水)/
const nuisance = /从楼上|帮我爷爷|给我爷爷送|老赖|楼上跳|跳下去|蹦迪|吵得|装修|噪音|那个坑|路灯|狗叫|漏水到|停车/
const notAsker = /还?(?:帮|教|借|送|陪|带)(?:我|俺)/

/** Whether the words speak for somebody outside the writer's own household. */
export function readForOther({ text, heard }: Hearing, facts: Facts): void {
  if (nuisance.test(text)) return
  const worker = reports.exec(text)
  if (worker) {
    return facts.put('forOther', true, { start: worker.index, end: worker.index + worker[0].length })
  }
  const subject = first(text, found) ?? subjectOf(text, outside) ?? subjectOf(text, relative) ?? first(text, ofElder)
  if (subject && !notAsker.test(text.slice(subject.start, subject.end + 4))) {
    return facts.put('forOther', true, subject)
  }
  const elder = heard.has('elderTopic') ? /(?:我|俺|岁的)(?:爷爷|奶奶|外公|外婆|姥姥|姥爷|太婆|太爷)/.exec(text) : null
  if (elder) return facts.put('forOther', true, { start: elder.index, end: elder.index + elder[0].length })
  const parent = /(?:我|俺)(?:爹|爸|妈|娘|父亲|母亲|岳父|岳母|爷爷|奶奶|外公|外婆)[^。]{0,14}(?:评|办|算|申请)[^,。]{0,3}(?:五保|特困)/.exec(text)
  if (parent) facts.put('forOther', true, { start: parent.index, end: parent.index + parent[0].length })
}

function subjectOf(text: string, who: RegExp): Span | undefined {
  for (const match of places(text, who)) {
    const end = match.index + match[0].length
    if (helps.test(text.slice(Math.max(0, match.index - 4), match.index))) continue
    if (notSubject.test(text.slice(end, end + 10))) continue
    return { start: match.index, end }
  }
  return undefined
}

function first(text: string, words: RegExp): Span | undefined {
  for (const match of places(text, words)) return { start: match.index, end: match.index + match[0].length }
  return undefined
}
