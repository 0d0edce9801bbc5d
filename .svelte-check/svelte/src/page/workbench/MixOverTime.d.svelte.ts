export { default } from './++MixOverTime.svelte.ts';
export * from './++MixOverTime.svelte.ts';
