export { default } from './++SkillFocus.svelte.ts';
export * from './++SkillFocus.svelte.ts';
