export { default } from './++RunReadout.svelte.ts';
export * from './++RunReadout.svelte.ts';
