export { default } from './++SkillName.svelte.ts';
export * from './++SkillName.svelte.ts';
