export { default } from './++ComparisonCaveat.svelte.ts';
export * from './++ComparisonCaveat.svelte.ts';
