export { default } from './++DiffTable.svelte.ts';
export * from './++DiffTable.svelte.ts';
