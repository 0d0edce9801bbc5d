export { default } from './++BlindTask.svelte.ts';
export * from './++BlindTask.svelte.ts';
