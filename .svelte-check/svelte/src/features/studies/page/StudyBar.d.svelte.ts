export { default } from './++StudyBar.svelte.ts';
export * from './++StudyBar.svelte.ts';
