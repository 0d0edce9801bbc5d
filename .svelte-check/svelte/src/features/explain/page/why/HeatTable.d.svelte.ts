export { default } from './++HeatTable.svelte.ts';
export * from './++HeatTable.svelte.ts';
