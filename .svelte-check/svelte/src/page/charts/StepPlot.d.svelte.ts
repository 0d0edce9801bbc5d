export { default } from './++StepPlot.svelte.ts';
export * from './++StepPlot.svelte.ts';
