export { default } from './++Preparation.svelte.ts';
export * from './++Preparation.svelte.ts';
