export { default } from './++QuestionList.svelte.ts';
export * from './++QuestionList.svelte.ts';
