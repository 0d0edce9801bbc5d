/** The parts of choosing examples one by one, for the policies that do: the one door of exampleSelector/. */
export { selectorFromJson } from './exampleSelector/artefact.ts';
export { drawCandidates } from './exampleSelector/candidates.ts';
export { frozenRun } from './exampleSelector/frozenRun.ts';
export { OnlineRun } from './exampleSelector/onlineRun.ts';
export { poolOf, refAt, sharesAmong, subPool } from './exampleSelector/pool.ts';
export type { ExamplePool } from './exampleSelector/pool.ts';
export { raiseParameters } from './exampleSelector/settings.ts';
export type { RaiseValues } from './exampleSelector/settings.ts';
export { raiseSetup } from './exampleSelector/setup.ts';
export { fitBasis, surveyPool } from './exampleSelector/survey.ts';
export { trainSelector } from './exampleSelector/trainSelector.ts';
export { unprepared } from './exampleSelector/unprepared.ts';
export type { PoolFeatures } from './exampleSelector/features.ts';
export { pooledMixer } from './exampleSelector/pooledMixer.ts';
export { topShare, topShareMixer } from './exampleSelector/topShare.ts';
