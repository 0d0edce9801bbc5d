export { default } from './++NoStudy.svelte.ts';
export * from './++NoStudy.svelte.ts';
