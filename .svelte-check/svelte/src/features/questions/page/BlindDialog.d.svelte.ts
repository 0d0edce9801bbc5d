export { default } from './++BlindDialog.svelte.ts';
export * from './++BlindDialog.svelte.ts';
