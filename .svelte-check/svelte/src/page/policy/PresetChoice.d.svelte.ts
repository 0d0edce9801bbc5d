export { default } from './++PresetChoice.svelte.ts';
export * from './++PresetChoice.svelte.ts';
