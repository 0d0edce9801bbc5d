export { default } from './++SaveChart.svelte.ts';
export * from './++SaveChart.svelte.ts';
