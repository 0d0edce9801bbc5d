export { default } from './++WrongShare.svelte.ts';
export * from './++WrongShare.svelte.ts';
