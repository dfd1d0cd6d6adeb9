import type { CallTask } from '@yima/shared/notification/contract'
import { http } from '../app/http.ts'
import type { WorkAct } from './api.ts'

/** Whom this desk is to tell something in person, oldest first; each call is a look that the person can read about. */
export const getCallTasks = async (): Promise<CallTask[]> =>
  (await http.get<{ tasks: CallTask[] }>('/work/call-tasks')).tasks

export const telling = ({ id }: CallTask, how: 'call' | 'visit', reason?: string): WorkAct => ({
  path: `/work/call-tasks/${id}/telling`,
  body: { how, ...(reason ? { reason } : {}) },
})
