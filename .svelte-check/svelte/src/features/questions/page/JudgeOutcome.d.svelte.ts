export { default } from './++JudgeOutcome.svelte.ts';
export * from './++JudgeOutcome.svelte.ts';
