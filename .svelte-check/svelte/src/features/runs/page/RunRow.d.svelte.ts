export { default } from './++RunRow.svelte.ts';
export * from './++RunRow.svelte.ts';
