export { default } from './++ReportDocument.svelte.ts';
export * from './++ReportDocument.svelte.ts';
