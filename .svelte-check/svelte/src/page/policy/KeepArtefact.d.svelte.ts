export { default } from './++KeepArtefact.svelte.ts';
export * from './++KeepArtefact.svelte.ts';
