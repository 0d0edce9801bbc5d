export { default } from './++LibraryDialogs.svelte.ts';
export * from './++LibraryDialogs.svelte.ts';
