export { default } from './++ImportColumns.svelte.ts';
export * from './++ImportColumns.svelte.ts';
