export { default } from './++Mix.svelte.ts';
export * from './++Mix.svelte.ts';
