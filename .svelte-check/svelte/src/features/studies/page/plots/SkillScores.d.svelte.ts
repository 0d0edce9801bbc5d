export { default } from './++SkillScores.svelte.ts';
export * from './++SkillScores.svelte.ts';
