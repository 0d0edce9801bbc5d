export { default } from './++PageSketch.svelte.ts';
export * from './++PageSketch.svelte.ts';
