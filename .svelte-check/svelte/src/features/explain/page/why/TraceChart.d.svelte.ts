export { default } from './++TraceChart.svelte.ts';
export * from './++TraceChart.svelte.ts';
