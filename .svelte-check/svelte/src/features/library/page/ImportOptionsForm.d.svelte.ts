export { default } from './++ImportOptionsForm.svelte.ts';
export * from './++ImportOptionsForm.svelte.ts';
