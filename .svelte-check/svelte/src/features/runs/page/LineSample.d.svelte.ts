export { default } from './++LineSample.svelte.ts';
export * from './++LineSample.svelte.ts';
