import { partBytes } from '@yima/shared/complaint/sealed'
import { deriveReceipt, digestSlowly, type Derived } from './derive.ts'
import { openBytesWith, pad, sealBytesFor, unpad } from './seal.ts'

const sealedAs = 4

/** What is worked at beside the page. */
export type Task =
  | { type: 'derive'; secret: string; salt: Uint8Array<ArrayBuffer> }
  | { type: 'spoken'; text: string }
  | { type: 'seal-part'; recipient: string; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'open-part'; identity: string; sealed: Uint8Array<ArrayBuffer> }

/** One task, done. Rejects when it cannot be: a wrong receipt, a part that was changed. */
export async function answer(task: Task): Promise<Derived | Uint8Array> {
  switch (task.type) {
    case 'derive': return deriveReceipt(task.secret, task.salt)
    case 'spoken': return digestSlowly(task.text)
    case 'seal-part': return sealBytesFor(task.recipient, pad(task.bytes, partBytes + sealedAs))
    case 'open-part': return unpad(await openBytesWith(task.identity, task.sealed))
    default: return task satisfies never
  }
}
