export { default } from './++StudiesPlace.svelte.ts';
export * from './++StudiesPlace.svelte.ts';
