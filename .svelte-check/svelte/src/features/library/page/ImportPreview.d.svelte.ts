export { default } from './++ImportPreview.svelte.ts';
export * from './++ImportPreview.svelte.ts';
