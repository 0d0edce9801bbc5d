export { default } from './++Sentences.svelte.ts';
export * from './++Sentences.svelte.ts';
