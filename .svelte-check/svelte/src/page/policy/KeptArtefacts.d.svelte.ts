export { default } from './++KeptArtefacts.svelte.ts';
export * from './++KeptArtefacts.svelte.ts';
