export { default } from './++SkillNoise.svelte.ts';
export * from './++SkillNoise.svelte.ts';
