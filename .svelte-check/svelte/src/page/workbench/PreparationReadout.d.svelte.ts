export { default } from './++PreparationReadout.svelte.ts';
export * from './++PreparationReadout.svelte.ts';
