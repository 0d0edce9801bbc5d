export { default } from './++Cost.svelte.ts';
export * from './++Cost.svelte.ts';
