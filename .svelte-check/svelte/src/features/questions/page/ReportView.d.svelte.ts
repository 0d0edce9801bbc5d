export { default } from './++ReportView.svelte.ts';
export * from './++ReportView.svelte.ts';
