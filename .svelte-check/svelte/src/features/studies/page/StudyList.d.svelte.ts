export { default } from './++StudyList.svelte.ts';
export * from './++StudyList.svelte.ts';
