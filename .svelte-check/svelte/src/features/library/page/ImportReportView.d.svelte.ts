export { default } from './++ImportReportView.svelte.ts';
export * from './++ImportReportView.svelte.ts';
