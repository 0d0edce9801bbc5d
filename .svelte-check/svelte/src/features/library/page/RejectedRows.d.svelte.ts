export { default } from './++RejectedRows.svelte.ts';
export * from './++RejectedRows.svelte.ts';
