export { default } from './++SkillBoxes.svelte.ts';
export * from './++SkillBoxes.svelte.ts';
