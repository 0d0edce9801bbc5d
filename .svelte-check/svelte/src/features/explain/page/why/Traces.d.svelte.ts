export { default } from './++Traces.svelte.ts';
export * from './++Traces.svelte.ts';
