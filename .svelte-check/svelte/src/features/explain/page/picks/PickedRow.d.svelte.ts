export { default } from './++PickedRow.svelte.ts';
export * from './++PickedRow.svelte.ts';
