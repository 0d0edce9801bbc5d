export { default } from './++AuxiliaryChoice.svelte.ts';
export * from './++AuxiliaryChoice.svelte.ts';
