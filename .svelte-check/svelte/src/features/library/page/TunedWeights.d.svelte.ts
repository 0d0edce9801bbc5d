export { default } from './++TunedWeights.svelte.ts';
export * from './++TunedWeights.svelte.ts';
