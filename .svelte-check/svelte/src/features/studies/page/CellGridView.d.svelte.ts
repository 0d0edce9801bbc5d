export { default } from './++CellGridView.svelte.ts';
export * from './++CellGridView.svelte.ts';
