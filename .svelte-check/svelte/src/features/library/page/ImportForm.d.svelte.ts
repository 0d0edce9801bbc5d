export { default } from './++ImportForm.svelte.ts';
export * from './++ImportForm.svelte.ts';
