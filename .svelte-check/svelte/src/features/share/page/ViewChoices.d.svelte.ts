export { default } from './++ViewChoices.svelte.ts';
export * from './++ViewChoices.svelte.ts';
