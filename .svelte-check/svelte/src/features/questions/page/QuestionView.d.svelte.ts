export { default } from './++QuestionView.svelte.ts';
export * from './++QuestionView.svelte.ts';
