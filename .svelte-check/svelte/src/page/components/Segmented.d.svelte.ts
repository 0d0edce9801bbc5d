export { default } from './++Segmented.svelte.ts';
export * from './++Segmented.svelte.ts';
