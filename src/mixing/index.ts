/** The exports of mixing. README.md says where to start, and which other files can be imported. */

import './texts.ts';

// A policy: its definition, what it may request, and what it returns.
export {
	definePolicy,
	policyRandom,
	type BatchPlan,
	type Citation,
	type ExampleRef,
	type Explanation,
	type GradientProbe,
	type GradientResult,
	type MeasureProbe,
	type MeasureResult,
	type MixContext,
	type Mixer,
	type MixingPolicy,
	type MixSkill,
	type Observation,
	type PolicyGroup,
	type PolicyInfo,
	type PolicyPreset,
	type Preparation,
	type PreparationCost,
	type Probe,
	type ProbeResult,
	type Quantity,
	type Restored,
	type RollOut,
	type Survey,
	type VirtualStepProbe,
	type VirtualStepResult,
} from './policy.ts';
export type { PolicyMessage, PolicyMessages, PolicyStatement } from './messages.ts';

// The registered policies, and the settings that all of them share.
export { findPolicy, mixingPolicies, policyById, policyInfos } from './registry.ts';
export { hasLeft } from './leftPolicies.ts';
export { TrainedSkills } from './TrainedSkills.ts';
export { commonParameters, composePolicy, splitSettings } from './commonSettings.ts';

// Building blocks of a policy of your own.
export {
	constantMixer,
	learnedState,
	learningMixer,
	passiveMixer,
	type LearnedState,
	type LearningMixer,
} from './mixers.ts';
export { equalShares, normalise, sharesFromRatios, temperatureShares } from './shares.ts';
export { count, finite, listOf, objectOf } from './storedData.ts';
export {
	choiceSpec,
	numberSpec,
	parseParameters,
	type ParameterSpecs,
	type ParameterValues,
} from '#engine/core/parameters.ts';

// From a plan to the rows of a batch, and from a probe's rows to groups of them.
export { chunksOf } from './rows.ts';
export { drawBatch, type DrawnBatch, type DrawOptions } from './sampler.ts';
