export { default } from './++RunBar.svelte.ts';
export * from './++RunBar.svelte.ts';
