export { default } from './++SettingNumber.svelte.ts';
export * from './++SettingNumber.svelte.ts';
