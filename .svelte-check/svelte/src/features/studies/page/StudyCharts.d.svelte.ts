export { default } from './++StudyCharts.svelte.ts';
export * from './++StudyCharts.svelte.ts';
