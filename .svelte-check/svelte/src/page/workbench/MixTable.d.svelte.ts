export { default } from './++MixTable.svelte.ts';
export * from './++MixTable.svelte.ts';
