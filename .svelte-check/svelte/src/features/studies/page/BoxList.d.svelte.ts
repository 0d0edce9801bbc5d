export { default } from './++BoxList.svelte.ts';
export * from './++BoxList.svelte.ts';
