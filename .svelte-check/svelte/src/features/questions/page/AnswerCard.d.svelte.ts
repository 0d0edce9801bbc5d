export { default } from './++AnswerCard.svelte.ts';
export * from './++AnswerCard.svelte.ts';
