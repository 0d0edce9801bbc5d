export { default } from './++RunAsFile.svelte.ts';
export * from './++RunAsFile.svelte.ts';
