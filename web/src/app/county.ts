import { ref } from 'vue'

/** Name of the county this server serves; empty until known. The server writes it as `<html data-county>`. */
export const county = ref('')

/** Read after the page has come to life, because the page drawn at build time knows no county. */
export function readCounty(): void {
  county.value = document.documentElement.dataset.county ?? ''
}
