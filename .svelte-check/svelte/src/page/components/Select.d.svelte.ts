export { default } from './++Select.svelte.ts';
export * from './++Select.svelte.ts';
