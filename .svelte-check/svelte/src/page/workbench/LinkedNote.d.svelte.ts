export { default } from './++LinkedNote.svelte.ts';
export * from './++LinkedNote.svelte.ts';
