export { default } from './++Samples.svelte.ts';
export * from './++Samples.svelte.ts';
