export { default } from './++OverallScores.svelte.ts';
export * from './++OverallScores.svelte.ts';
