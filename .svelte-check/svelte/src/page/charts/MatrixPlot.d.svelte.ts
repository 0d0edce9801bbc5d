export { default } from './++MatrixPlot.svelte.ts';
export * from './++MatrixPlot.svelte.ts';
