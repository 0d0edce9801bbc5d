export { default } from './++ModelsDialog.svelte.ts';
export * from './++ModelsDialog.svelte.ts';
