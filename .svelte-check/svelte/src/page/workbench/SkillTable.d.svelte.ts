export { default } from './++SkillTable.svelte.ts';
export * from './++SkillTable.svelte.ts';
