export { default } from './++MixStrip.svelte.ts';
export * from './++MixStrip.svelte.ts';
