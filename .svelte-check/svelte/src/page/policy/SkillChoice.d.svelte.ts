export { default } from './++SkillChoice.svelte.ts';
export * from './++SkillChoice.svelte.ts';
