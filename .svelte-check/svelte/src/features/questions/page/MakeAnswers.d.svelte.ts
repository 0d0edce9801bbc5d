export { default } from './++MakeAnswers.svelte.ts';
export * from './++MakeAnswers.svelte.ts';
