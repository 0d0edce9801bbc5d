export { default } from './++MissingItem.svelte.ts';
export * from './++MissingItem.svelte.ts';
