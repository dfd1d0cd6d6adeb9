import { shallowRef } from 'vue'

/** Whether the desk of staff on this device was left alone: nothing of it is shown until its officer signs in again. */
export const deskLocked = shallowRef(false)
