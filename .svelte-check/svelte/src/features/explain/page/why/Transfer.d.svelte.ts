export { default } from './++Transfer.svelte.ts';
export * from './++Transfer.svelte.ts';
