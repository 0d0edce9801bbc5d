export { default } from './++ShapePath.svelte.ts';
export * from './++ShapePath.svelte.ts';
