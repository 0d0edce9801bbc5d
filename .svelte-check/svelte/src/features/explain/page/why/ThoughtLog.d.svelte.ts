export { default } from './++ThoughtLog.svelte.ts';
export * from './++ThoughtLog.svelte.ts';
