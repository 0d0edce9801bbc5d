export { default } from './++StudyActions.svelte.ts';
export * from './++StudyActions.svelte.ts';
