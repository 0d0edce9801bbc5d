export { default } from './++StudyView.svelte.ts';
export * from './++StudyView.svelte.ts';
