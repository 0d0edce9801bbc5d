export { default } from './++CompareTable.svelte.ts';
export * from './++CompareTable.svelte.ts';
