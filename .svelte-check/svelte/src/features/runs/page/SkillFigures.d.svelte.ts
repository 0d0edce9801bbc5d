export { default } from './++SkillFigures.svelte.ts';
export * from './++SkillFigures.svelte.ts';
