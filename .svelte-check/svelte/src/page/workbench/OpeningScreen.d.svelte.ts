export { default } from './++OpeningScreen.svelte.ts';
export * from './++OpeningScreen.svelte.ts';
