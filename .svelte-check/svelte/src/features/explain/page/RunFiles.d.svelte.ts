export { default } from './++RunFiles.svelte.ts';
export * from './++RunFiles.svelte.ts';
