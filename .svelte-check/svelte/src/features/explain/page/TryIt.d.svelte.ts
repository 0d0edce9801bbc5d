export { default } from './++TryIt.svelte.ts';
export * from './++TryIt.svelte.ts';
