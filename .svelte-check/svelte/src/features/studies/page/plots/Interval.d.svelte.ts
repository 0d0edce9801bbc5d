export { default } from './++Interval.svelte.ts';
export * from './++Interval.svelte.ts';
