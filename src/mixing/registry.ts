/** The list of mixing policies. A new policy is a file in policies/ and its name here. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { listCommonParameters } from './commonSettings.ts';
import { ado } from './policies/ado.ts';
import { aioli } from './policies/aioli.ts';
import { doremi } from './policies/doremi.ts';
import { dynamixSft } from './policies/dynamixSft.ts';
import { fastMix } from './policies/fastMix.ts';
import { fixed } from './policies/fixed.ts';
import { highestLoss } from './policies/highestLoss.ts';
import { ifd } from './policies/ifd.ts';
import { length } from './policies/length.ts';
import { less } from './policies/less.ts';
import { lossProportional } from './policies/lossProportional.ts';
import { mos } from './policies/mos.ts';
import { mospec } from './policies/mospec.ts';
import { msft } from './policies/msft.ts';
import { odm } from './policies/odm.ts';
import { opMix } from './policies/opMix.ts';
import { proportional } from './policies/proportional.ts';
import { raise } from './policies/raise.ts';
import { randomExamples } from './policies/randomExamples.ts';
import { regMix } from './policies/regMix.ts';
import { replay } from './policies/replay.ts';
import { rhoLoss } from './policies/rhoLoss.ts';
import { sizeCap } from './policies/sizeCap.ts';
import { skillIt } from './policies/skillIt.ts';
import { stratified } from './policies/stratified.ts';
import { temperature } from './policies/temperature.ts';
import { timetable } from './policies/timetable.ts';
import { uniMax } from './policies/uniMax.ts';
import { uniform } from './policies/uniform.ts';
import type { MixingPolicy, PolicyInfo } from './policy.ts';

/** In the order of the page's menu. */
export const mixingPolicies = [
	uniform,
	proportional,
	temperature,
	fixed,
	timetable,
	stratified,
	mos,
	mospec,
	raise,
	sizeCap,
	uniMax,
	replay,
	lossProportional,
	odm,
	skillIt,
	aioli,
	doremi,
	ado,
	msft,
	regMix,
	opMix,
	dynamixSft,
	fastMix,
	randomExamples,
	highestLoss,
	rhoLoss,
	length,
	ifd,
	less,
] as const satisfies readonly MixingPolicy[];

/** Throws an InputError that lists the known ids. */
export function policyById(id: string, field = 'policy'): MixingPolicy {
	const policy = mixingPolicies.find((candidate) => candidate.id === id);
	if (policy === undefined)
		throw new InputError(
			say('{field}: there is no mixing policy "{id}". Known ones: {mixingPolicies}.', {
				field,
				id,
				mixingPolicies: mixingPolicies.map((p) => p.id).join(', '),
			}),
			{ field },
		);
	return policy;
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
		parameters: { ...policy.parameters, ...listCommonParameters(policy) },
		...(policy.presets && { presets: policy.presets }),
		...(policy.prepare && { prepares: true }),
	}));
