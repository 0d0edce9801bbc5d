export { default } from './++Problem.svelte.ts';
export * from './++Problem.svelte.ts';
