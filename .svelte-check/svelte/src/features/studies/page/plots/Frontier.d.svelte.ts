export { default } from './++Frontier.svelte.ts';
export * from './++Frontier.svelte.ts';
