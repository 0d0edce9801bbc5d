export { default } from './++SkillTags.svelte.ts';
export * from './++SkillTags.svelte.ts';
