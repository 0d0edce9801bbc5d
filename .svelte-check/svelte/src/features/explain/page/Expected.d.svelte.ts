export { default } from './++Expected.svelte.ts';
export * from './++Expected.svelte.ts';
