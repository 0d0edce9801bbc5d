export { default } from './++TimetableEditor.svelte.ts';
export * from './++TimetableEditor.svelte.ts';
