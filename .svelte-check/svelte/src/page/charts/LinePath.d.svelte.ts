export { default } from './++LinePath.svelte.ts';
export * from './++LinePath.svelte.ts';
