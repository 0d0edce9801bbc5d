export { default } from './++SkillMark.svelte.ts';
export * from './++SkillMark.svelte.ts';
