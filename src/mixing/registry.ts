/** The list of mixing policies. A new policy is a file in policies/ and its name here. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { commonParameters } from './commonSettings.ts';
import { hasLeft, nearestPolicy } from './leftPolicies.ts';
import { ado } from './policies/ado.ts';
import { aioli } from './policies/aioli.ts';
import { doremi } from './policies/doremi.ts';
import { dynamixSft } from './policies/dynamixSft.ts';
import { fixed } from './policies/fixed.ts';
import { highestLoss } from './policies/highestLoss.ts';
import { ifd } from './policies/ifd.ts';
import { less } from './policies/less.ts';
import { lossProportional } from './policies/lossProportional.ts';
import { mos } from './policies/mos.ts';
import { mospec } from './policies/mospec.ts';
import { odm } from './policies/odm.ts';
import { proportional } from './policies/proportional.ts';
import { raise } from './policies/raise.ts';
import { randomExamples } from './policies/randomExamples.ts';
import { replay } from './policies/replay.ts';
import { skillIt } from './policies/skillIt.ts';
import { temperature } from './policies/temperature.ts';
import { timetable } from './policies/timetable.ts';
import { uniform } from './policies/uniform.ts';
import type { MixingPolicy, PolicyInfo } from './policy.ts';

/** In the order of the page's menu. */
export const mixingPolicies = [
	uniform,
	proportional,
	temperature,
	fixed,
	timetable,
	mos,
	mospec,
	raise,
	replay,
	lossProportional,
	odm,
	skillIt,
	aioli,
	doremi,
	ado,
	dynamixSft,
	randomExamples,
	highestLoss,
	ifd,
	less,
] as const satisfies readonly MixingPolicy[];

/** undefined: there is none with this id. */
export const findPolicy = (id: string): MixingPolicy | undefined =>
	mixingPolicies.find((candidate) => candidate.id === id);

/** Throws an InputError that lists the known ids, or says that the policy left. */
export function policyById(id: string, field = 'policy'): MixingPolicy {
	const policy = findPolicy(id);
	if (policy !== undefined) return policy;
	throw new InputError(
		hasLeft(id)
			? say('{field}: the policy "{id}" left in 1.0. Choose another one, such as "{other}".', {
					field,
					id,
					other: nearestPolicy(id),
				})
			: say('{field}: there is no mixing policy "{id}". Known ones: {known}.', {
					field,
					id,
					known: mixingPolicies.map((p) => p.id).join(', '),
				}),
		{ field },
	);
}

/** The policies as plain data, without their functions. */
export const policyInfos = (): PolicyInfo[] =>
	mixingPolicies.map((policy: MixingPolicy) => ({
		id: policy.id,
		title: policy.title,
		summary: policy.summary,
		group: policy.group ?? 'fixed',
		...(policy.citation && { citation: policy.citation }),
		...(policy.isReading && { isReading: true }),
		parameters: { ...policy.parameters, ...commonParameters },
		...(policy.presets && { presets: policy.presets }),
		...(policy.prepare && { prepares: true }),
	}));
