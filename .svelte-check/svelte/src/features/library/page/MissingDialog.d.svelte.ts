export { default } from './++MissingDialog.svelte.ts';
export * from './++MissingDialog.svelte.ts';
