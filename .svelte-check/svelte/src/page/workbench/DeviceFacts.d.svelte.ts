export { default } from './++DeviceFacts.svelte.ts';
export * from './++DeviceFacts.svelte.ts';
