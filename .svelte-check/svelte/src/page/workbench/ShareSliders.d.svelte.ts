export { default } from './++ShareSliders.svelte.ts';
export * from './++ShareSliders.svelte.ts';
