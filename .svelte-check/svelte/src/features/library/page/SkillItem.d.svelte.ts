export { default } from './++SkillItem.svelte.ts';
export * from './++SkillItem.svelte.ts';
