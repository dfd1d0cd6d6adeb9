import { isAbsolute } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '@yima/api/config'
import { StopReason } from '@yima/api/stop-reason'

const keys = Buffer.alloc(32, 7).toString('base64')
const external = {
  DATABASE_URL: 'postgres://yima_app:secret-word@db:5432/yima',
  DATABASE_ADMIN_URL: 'postgres://yima_owner:secret-word@db:5432/yima',
  YIMA_KEYS: keys,
}

describe('somebody who starts Yima', () => {
  it('need not set anything', () => {
    const config = readConfig({})
    expect(config).toMatchObject({ port: 8787, host: '127.0.0.1', publicUrl: 'http://localhost:8787', demo: true, countyCode: '990101' })
    expect(config.database).toEqual({ kind: 'embedded' })
    expect(isAbsolute(config.dataDir)).toBe(true)
  })

  it('is understood when a setting is set to nothing', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', YIMA_DEMO: '' })).toEqual(readConfig({}))
  })

  it.each([
    ['PORT', 'eighty', 'a port number such as 8787'],
    ['PORT', '70000', 'a port number such as 8787'],
    ['HOST', 'not a host', 'an address to listen on'],
    ['DATABASE_URL', 'mysql://x', 'postgres://yima_app'],
    ['YIMA_KEYS', 'short', 'openssl rand -base64 32'],
    ['YIMA_DEMO', 'perhaps', '1 or 0'],
    ['YIMA_COUNTY', '99', 'six digits'],
    ['YIMA_PUBLIC_URL', 'yima', 'https://'],
    ['YIMA_SMS_URL', 'gateway', 'SMS gateway'],
  ])('is told that %s is wrong and what it should be, without hearing the value %s again', (name, value, hint) => {
    const attempt = () => readConfig({ ...external, [name]: value })
    expect(attempt).toThrow(StopReason)
    expect(attempt).toThrow(`${name} must be`)
    expect(attempt).toThrow(hint)
    expect(attempt).not.toThrow(`: ${value}`)
  })

  it('hears of every wrong setting at once', () => {
    expect(() => readConfig({ PORT: 'x', YIMA_DEMO: 'y' })).toThrow(/PORT must be.*YIMA_DEMO must be/)
  })

  it.each(['DATABASE_URL', 'DATABASE_ADMIN_URL'] as const)('is told to set %s too when only its twin is set', (missing) => {
    expect(() => readConfig({ ...external, [missing]: undefined })).toThrow(`set ${missing} too`)
  })

  it('must bring keys along with a database of their own', () => {
    expect(() => readConfig({ ...external, YIMA_KEYS: undefined })).toThrow(/YIMA_KEYS/)
  })

  it('must set the SMS gateway with its token or not at all', () => {
    expect(() => readConfig({ YIMA_SMS_URL: 'https://sms.example.cn' })).toThrow(/belong together/)
  })
})

describe('an office that others can reach', () => {
  it.each([
    ['by its public address', { YIMA_PUBLIC_URL: 'https://yima.example.cn' }],
    ['by its public address, with a database of its own', { ...external, YIMA_PUBLIC_URL: 'https://yima.example.cn' }],
    ['by a name that only begins like this machine', { YIMA_PUBLIC_URL: 'https://localhost.example.cn' }],
    ['on every address of the machine', { HOST: '0.0.0.0' }],
  ])('never starts without budgets and proof of work: %s', (_, environment) => {
    const attempt = () => readConfig({ ...environment, YIMA_WITHOUT_BUDGETS: '1' })
    expect(attempt).toThrow(StopReason)
    expect(attempt).toThrow('YIMA_WITHOUT_BUDGETS')
    expect(readConfig({ ...environment, YIMA_WITHOUT_BUDGETS: '0' }).withoutBudgets).toBe(false)
  })

  it('is not this machine, where tests may do without', () => {
    expect(readConfig({ YIMA_WITHOUT_BUDGETS: '1' }).withoutBudgets).toBe(true)
    const own = { YIMA_WITHOUT_BUDGETS: '1', YIMA_PUBLIC_URL: 'http://[::1]:8787' }
    expect(readConfig(own).withoutBudgets).toBe(true)
    expect(readConfig({}).withoutBudgets).toBe(false)
  })
})

describe('the demonstration', () => {
  it.each([
    ['on this machine with the database that Yima brings', {}, true],
    ['where others can reach the app', { HOST: '0.0.0.0' }, false],
    ['on a database of somebody', external, false],
    ['where it was asked for', { ...external, YIMA_DEMO: '1' }, true],
    ['where it was refused', { YIMA_DEMO: '0' }, false],
  ])('runs or does not %s', (_, environment, expected) => {
    expect(readConfig(environment).demo).toBe(expected)
  })
})
