export { default } from './++IntervalPlot.svelte.ts';
export * from './++IntervalPlot.svelte.ts';
