/** The scorer of MoS and MoSpec, in one place for both policies: its mixer, its settings and their presets. */
export { skillScorerMixer, type Target } from './skillScorer/mixer.ts';
export { rewardSettings, scorerPresets, scorerSettings } from './skillScorer/parameters.ts';
