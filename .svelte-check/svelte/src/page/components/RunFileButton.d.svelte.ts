export { default } from './++RunFileButton.svelte.ts';
export * from './++RunFileButton.svelte.ts';
