import type { ImagePreview, Picker } from 'vant'

// The Vant parts in use; they are imported by the build where a template names them.
declare module 'vue' {
  interface GlobalComponents {
    VanImagePreview: typeof ImagePreview
    VanPicker: typeof Picker
  }
}
