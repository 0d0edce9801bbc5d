export { default } from './++PresetMenu.svelte.ts';
export * from './++PresetMenu.svelte.ts';
