export { default } from './++Before.svelte.ts';
export * from './++Before.svelte.ts';
