export { default } from './++SkillRows.svelte.ts';
export * from './++SkillRows.svelte.ts';
