export { default } from './++RowsPlot.svelte.ts';
export * from './++RowsPlot.svelte.ts';
