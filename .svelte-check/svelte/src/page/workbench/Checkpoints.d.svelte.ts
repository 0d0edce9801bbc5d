export { default } from './++Checkpoints.svelte.ts';
export * from './++Checkpoints.svelte.ts';
