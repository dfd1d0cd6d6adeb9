import { mount } from '@vue/test-utils'
import type { Component } from 'vue'

/** A part of a page alone, with what it is given. */
export const mountPage = (part: Component, props: Record<string, unknown>) => mount(part, { props, attachTo: document.body })
