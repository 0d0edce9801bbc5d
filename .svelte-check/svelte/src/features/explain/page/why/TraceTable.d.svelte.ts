export { default } from './++TraceTable.svelte.ts';
export * from './++TraceTable.svelte.ts';
