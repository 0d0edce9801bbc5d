export { default } from './++PolicyRow.svelte.ts';
export * from './++PolicyRow.svelte.ts';
