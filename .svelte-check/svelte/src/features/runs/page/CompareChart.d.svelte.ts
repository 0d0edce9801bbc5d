export { default } from './++CompareChart.svelte.ts';
export * from './++CompareChart.svelte.ts';
