export { default } from './++GroupChoice.svelte.ts';
export * from './++GroupChoice.svelte.ts';
