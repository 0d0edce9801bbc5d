export { default } from './++RunsPlace.svelte.ts';
export * from './++RunsPlace.svelte.ts';
