export { default } from './++ForkForm.svelte.ts';
export * from './++ForkForm.svelte.ts';
