export { default } from './++ModelItem.svelte.ts';
export * from './++ModelItem.svelte.ts';
