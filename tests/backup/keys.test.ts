import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readConfig } from '@yima/api/config'
import { loadMasterKeys, makeNextMasterKey } from '@yima/api/keys'
import { keyIdOf, Vault } from '@yima/api/vault'

const folder = () => mkdtempSync(join(tmpdir(), 'yima-keys-'))
const vaultOf = (keyMaterial: Buffer, ...oldKeyMaterials: Buffer[]) =>
  new Vault({ ...loadMasterKeys({ keyMaterial, oldKeyMaterials, dataDir: '/nowhere' }), index: Buffer.alloc(32) })
const secret = fc.uint8Array({ minLength: 32, maxLength: 48 }).map((bytes) => Buffer.from(bytes))

describe('whoever sets keys', () => {
  it('may have the old ones in any order: what each of them sealed opens', () => {
    fc.assert(
      fc.property(fc.uniqueArray(secret, { minLength: 2, maxLength: 4, selector: (key) => key.toString('hex') }), (all) => {
        const ids = new Set(all.map((key) => loadMasterKeys({ keyMaterial: key, oldKeyMaterials: [], dataDir: '' }).current))
        fc.pre(ids.size === all.length)
        const [current = Buffer.alloc(32), ...old] = all
        const sealed = all.map((key) => vaultOf(key).sealField('一句话'))
        for (const order of [old, [...old].reverse()]) {
          const vault = vaultOf(current, ...order)
          expect(sealed.map((field) => vault.openField(field))).toEqual(all.map(() => '一句话'))
          expect(keyIdOf(vault.reseal(sealed.at(-1) ?? Buffer.alloc(0)))).toBe(vault.current)
        }
        expect(() => vaultOf(current).openField(sealed[1] ?? Buffer.alloc(0))).toThrow(/missing/)
      }),
    )
  })

  it('hears of old keys that are none, without hearing them again', () => {
    const attempt = () => readConfig({ YIMA_KEYS_OLD: `${Buffer.alloc(32).toString('base64')},short` })
    expect(attempt).toThrow(/YIMA_KEYS_OLD must be/)
    expect(attempt).not.toThrow(/short/)
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(33, 2)]
    const { oldKeyMaterials } = readConfig({ YIMA_KEYS_OLD: `${one.toString('base64')}, ${two.toString('base64')}` })
    expect(oldKeyMaterials).toEqual([one, two])
  })
})

describe('keys in a folder', () => {
  it('are made once, and the newest seals', () => {
    const dataDir = folder()
    const load = () => loadMasterKeys({ keyMaterial: undefined, oldKeyMaterials: [], dataDir })
    const first = load()
    expect(first.current).toBe('01')
    expect(load()).toEqual(first)
    expect(makeNextMasterKey(dataDir)).toBe('02')
    expect(load()).toMatchObject({ current: '02', master: { '01': first.master['01'] } })
    rmSync(dataDir, { recursive: true })
  })

  it('that are damaged stop the start', () => {
    const dataDir = folder()
    const load = () => loadMasterKeys({ keyMaterial: undefined, oldKeyMaterials: [], dataDir })
    load()
    writeFileSync(join(dataDir, 'keys', 'master-01'), 'torn')
    expect(load).toThrow(/master-01 is damaged/)
    rmSync(dataDir, { recursive: true })
  })

  it('that go away take nothing from a process that runs', () => {
    const keys = { current: '01', master: { '01': Buffer.alloc(32, 1) }, index: Buffer.alloc(32) }
    const sealed = new Vault(keys).sealField('词')
    const vault = new Vault(keys, () => ({ current: '', master: {} }))
    expect(() => vault.openField(Buffer.concat([Buffer.from([9]), sealed.subarray(1, -1), Buffer.from([0])]))).toThrow()
    expect(vault.current).toBe('01')
    expect(vault.openField(sealed)).toBe('词')
  })
})
