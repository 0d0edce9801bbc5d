export { default } from './++Scores.svelte.ts';
export * from './++Scores.svelte.ts';
