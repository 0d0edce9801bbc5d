export { default } from './++ListInput.svelte.ts';
export * from './++ListInput.svelte.ts';
