export { default } from './++RunDetails.svelte.ts';
export * from './++RunDetails.svelte.ts';
