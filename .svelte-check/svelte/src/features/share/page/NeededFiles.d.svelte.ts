export { default } from './++NeededFiles.svelte.ts';
export * from './++NeededFiles.svelte.ts';
