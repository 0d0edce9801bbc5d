export { default } from './++PicksTable.svelte.ts';
export * from './++PicksTable.svelte.ts';
