export { default } from './++Library.svelte.ts';
export * from './++Library.svelte.ts';
