export { default } from './++Explain.svelte.ts';
export * from './++Explain.svelte.ts';
