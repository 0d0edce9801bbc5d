export { default } from './++Influences.svelte.ts';
export * from './++Influences.svelte.ts';
