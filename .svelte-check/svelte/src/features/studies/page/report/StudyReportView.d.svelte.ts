export { default } from './++StudyReportView.svelte.ts';
export * from './++StudyReportView.svelte.ts';
