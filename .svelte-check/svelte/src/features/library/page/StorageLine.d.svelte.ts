export { default } from './++StorageLine.svelte.ts';
export * from './++StorageLine.svelte.ts';
