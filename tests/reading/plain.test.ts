import { describe, expect, it } from 'vitest'
import { readWords } from '@yima/shared/reading/read-words'

/** Sentences so plain that getting one wrong would be noticed by anybody. */
const needs: [words: string, ...programmes: string[]][] = [
  ['我想申请低保', 'dibao'],
  ['家里没有收入，日子过不下去了', 'dibao'],
  ['我想申请残疾人护理补贴，残疾证一级', 'disability-care'],
  ['我有肢体残疾证三级，家里吃低保', 'disability-living'],
  ['妈妈住院花了五万，报销完还剩三万自己出', 'medical'],
  ['孩子上大学交不起学费', 'education'],
  ['老房子墙裂了，下雨就漏，是危房', 'rural-housing'],
  ['我们租房住，没有房子，想申请公租房', 'housing'],
  ['我失业一年多了，找不到工作', 'employment'],
  ['洪水把房子淹了', 'disaster'],
  ['我七十岁，无儿无女，一个人过', 'tekun'],
  ['爷爷今年八十五岁了，有高龄补贴吗', 'elderly'],
  ['父母都去世了，我今年十四岁', 'orphan'],
  ['孩子爸爸坐牢，妈妈跑了，我是奶奶在带', 'unsupported-child'],
  ['老板欠我三个月工资不给', 'legal-aid'],
  ['我流落在外，没有地方住，也没有钱吃饭', 'homeless'],
  ['我是低保户，养老保险交不起', 'pension'],
  ['儿子被人打伤，凶手判了刑，赔偿一分钱没拿到', 'judicial'],
  ['老人瘫在床上没人照顾，想请人上门护理', 'care-service'],
  ['看病花光了积蓄，还欠了十几万的债', 'rigid-expenditure'],
  ['昨天家里着火，东西都烧光了', 'temporary'],
]

const danger = [
  '家里断粮三天了', '我不想活了', '他又打我，我不敢回家', '今晚没地方住', '家里着火了', '孩子发高烧抽筋没钱去医院',
  '今天不交钱医院就停药', '煤气中毒了', '房子快塌了，人还在里面', '孩子两天没吃东西了',
]
const noDanger = [
  '去年没饭吃，现在好了', '我想申请低保', '忙得要死', '饿死我了，哈哈', '十年前家里着过火', '孩子要上学',
  '我有糖尿病，每个月拿药', '老板欠我工资',
]
const accusations = [
  '村支书把低保给了他弟弟，他弟弟有两套房', '镇上的人收了我五百块才给办', '我要举报村主任贪污救灾款',
  '村会计扣着我的低保卡不给我', '我去办低保，窗口的人骂我', '材料交了三个月没人理我', '村里不给开证明，拖了三个月',
  '他开着小车还吃低保，不公平', '村干部的亲戚都有低保', '办事的人把我的病告诉了别人',
]
const noAccusations = [
  '我想申请残疾人护理补贴，残疾证一级', '我想申请低保', '村里的干部对我很好', '老板欠我工资不给', '他又打我',
  '我儿子不养我', '邻居家很困难，请你们去看看', '我的低保什么时候发', '社保局几点下班', '医院收费太贵了',
]

/** 大一 of size and length: no school year. */
const noStudents = ['墙裂了好大一条缝', '雨把屋顶冲掉了很大一块', '水淹了这么大一片', '墙上有大一条裂缝', '欠了好大一笔钱']
const students = ['孩子上大一，学费交不起', '女儿大一了，学费还没凑齐', '儿子读大二，生活费拿不出']

describe('plain sentences', () => {
  it.each(needs)('%s', (words, ...programmes) => {
    expect(readWords(words).programmes.map(({ programme }) => programme)).toEqual(expect.arrayContaining(programmes))
  })
  it.each(danger)('of danger: %s', (words) => expect(readWords(words).urgent).toBe(true))
  it.each(noDanger)('without danger: %s', (words) => expect(readWords(words).urgent).toBe(false))
  it.each(accusations)('that accuse: %s', (words) => expect(readWords(words).complaint).toBe(true))
  it.each(noAccusations)('that accuse nobody of office: %s', (words) => expect(readWords(words).complaint).toBe(false))
  it.each(noStudents)('about nobody at university: %s', (words) => {
    const { facts, programmes } = readWords(words)
    expect(JSON.stringify(facts)).not.toContain('college')
    expect(programmes.map(({ programme }) => programme)).not.toContain('education')
  })
  it.each(students)('about a student: %s', (words) => expect(JSON.stringify(readWords(words).facts)).toContain('college'))
})
