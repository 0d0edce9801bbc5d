export { default } from './++SkillTile.svelte.ts';
export * from './++SkillTile.svelte.ts';
