export { default } from './++Weights.svelte.ts';
export * from './++Weights.svelte.ts';
