/**
 * Pure functions of lab/run that need the policies, the built-in skills or the schemas. They are a
 * chunk of their own (about 50 kB after gzip), which the page loads while the lab opens.
 */
export { compareOutcomes } from '#lab/run/compareOutcomes.ts';
export { encodeLink, readLink } from '#lab/run/link.ts';
export { expectedCurves, toOutcome } from '#lab/run/outcome.ts';
export { mixPreview, preparationCost, probeCost } from '#lab/run/mixPreview.ts';
export { readyPreparation } from '#lab/run/readyPreparation.ts';
export { pinnedExperiment } from '#lab/run/pinnedSkills.ts';
