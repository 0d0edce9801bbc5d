export { default } from './++StudyForm.svelte.ts';
export * from './++StudyForm.svelte.ts';
