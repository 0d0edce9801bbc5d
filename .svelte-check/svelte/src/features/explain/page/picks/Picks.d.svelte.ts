export { default } from './++Picks.svelte.ts';
export * from './++Picks.svelte.ts';
