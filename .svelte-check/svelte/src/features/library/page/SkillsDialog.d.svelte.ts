export { default } from './++SkillsDialog.svelte.ts';
export * from './++SkillsDialog.svelte.ts';
