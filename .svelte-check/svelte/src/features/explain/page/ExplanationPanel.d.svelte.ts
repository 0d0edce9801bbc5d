export { default } from './++ExplanationPanel.svelte.ts';
export * from './++ExplanationPanel.svelte.ts';
