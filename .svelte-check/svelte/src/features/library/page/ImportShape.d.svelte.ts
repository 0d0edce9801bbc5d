export { default } from './++ImportShape.svelte.ts';
export * from './++ImportShape.svelte.ts';
