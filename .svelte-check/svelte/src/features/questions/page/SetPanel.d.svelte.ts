export { default } from './++SetPanel.svelte.ts';
export * from './++SetPanel.svelte.ts';
