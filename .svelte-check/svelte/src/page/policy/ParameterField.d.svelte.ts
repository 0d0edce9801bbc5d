export { default } from './++ParameterField.svelte.ts';
export * from './++ParameterField.svelte.ts';
