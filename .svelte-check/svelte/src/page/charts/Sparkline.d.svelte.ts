export { default } from './++Sparkline.svelte.ts';
export * from './++Sparkline.svelte.ts';
