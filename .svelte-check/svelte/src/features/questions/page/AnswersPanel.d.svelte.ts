export { default } from './++AnswersPanel.svelte.ts';
export * from './++AnswersPanel.svelte.ts';
