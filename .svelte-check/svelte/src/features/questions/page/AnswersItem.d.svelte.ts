export { default } from './++AnswersItem.svelte.ts';
export * from './++AnswersItem.svelte.ts';
