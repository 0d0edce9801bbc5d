export { default } from './++RunTags.svelte.ts';
export * from './++RunTags.svelte.ts';
