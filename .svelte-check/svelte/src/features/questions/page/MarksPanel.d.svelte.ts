export { default } from './++MarksPanel.svelte.ts';
export * from './++MarksPanel.svelte.ts';
