export { default } from './++JudgePanel.svelte.ts';
export * from './++JudgePanel.svelte.ts';
