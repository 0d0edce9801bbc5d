export { default } from './++SetEditor.svelte.ts';
export * from './++SetEditor.svelte.ts';
