export { default } from './++SettingChoice.svelte.ts';
export * from './++SettingChoice.svelte.ts';
