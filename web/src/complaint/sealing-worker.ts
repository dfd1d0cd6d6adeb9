import { answer, type Task } from './tasks.ts'

// What takes a cheap phone a second, away from the page: nobody's typing stutters.
addEventListener('message', ({ data: { id, task } }: MessageEvent<{ id: number; task: Task }>) => {
  answer(task).then(
    (result) => postMessage({ id, result }),
    () => postMessage({ id, failed: true }),
  )
})
