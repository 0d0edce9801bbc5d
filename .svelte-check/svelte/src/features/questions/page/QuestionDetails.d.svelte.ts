export { default } from './++QuestionDetails.svelte.ts';
export * from './++QuestionDetails.svelte.ts';
