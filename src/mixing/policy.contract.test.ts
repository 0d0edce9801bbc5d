/** The contract, checked on every policy of the registry. */
import { englishText } from '#engine/core/message.ts';
import { describe, expect, test } from 'vitest';
import { isObject, type Json } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import englishMessages from '#languages/en/mixing.json' with { type: 'json' };
import chineseMessages from '#languages/zh/mixing.json' with { type: 'json' };
import { composePolicy } from './commonSettings.ts';
import { shortTitle } from './explanationText.ts';
import { describeFigure } from './figures.ts';
import type { MixContext, Mixer, MixingPolicy, Preparation } from './policy.ts';
import { mixingPolicies, policyById, policyInfos } from './registry.ts';
import { TrainedSkills } from './TrainedSkills.ts';
import { contextOf, skills, transfer, World } from '../../tests/support/transferWorld.ts';
import { runLap } from '../../scripts/world/lap.ts';
import { preparationIn, restoredIn } from '../../scripts/world/preparation.ts';
import { isLong } from '../../tests/support/suite.ts';
import { savedBy, valuesAmong } from '../../tests/support/mixer.ts';

const registered: readonly MixingPolicy[] = mixingPolicies;
/** Each policy on chosen rows. */
const some = ['uniform', 'mos', 'raise', 'ifd'];
const combined = registered.filter(({ id }) => isLong || some.includes(id));
const withCommonSettings: readonly MixingPolicy[] = combined.map((policy) => ({
	...composePolicy(policy, { within: 'ifd', withinShare: 0.5 }, 1),
	id: `${policy.id} within`,
}));
const all: readonly MixingPolicy[] = [...registered, ...withCommonSettings];

const makeContext = (policy: MixingPolicy, among = skills, seed = 1) =>
	contextOf(policy.id, among, seed);
/** Few roll-outs, because these tests check the run; one update of a selector. */
const short = { episodes: isLong ? 2 : 1, episodeSteps: 8, trialSteps: 10 };
/** A mixer at the border, after its preparation and survey in `world`. */
async function makeMixer(
	policy: MixingPolicy,
	context: MixContext,
	world: World,
	{ saved, firstStep }: { saved?: Json; firstStep?: number } = {},
): Promise<Mixer> {
	const values = valuesAmong(policy, short);
	const inRun = new TrainedSkills(context.skills).adapt(policy, firstStep);
	const before = await restoredIn(world, inRun, values, context);
	const restored = { ...before, ...(saved !== undefined && { saved }) };
	return inRun.createMixer(values, context, restored);
}
const drawing = (seed = 1) => randomStream(seed, 'draw');
async function run(policy: MixingPolicy, steps = 40, seed = 1) {
	const context = makeContext(policy, skills, seed);
	const world = new World(transfer);
	const mixer = await makeMixer(policy, context, world);
	return runLap(mixer, context, world, { stream: drawing(seed), from: 0, steps });
}

describe.each(all.map((policy) => [policy.id, policy] as const))('%s', (_id, policy) => {
	let wholeRun: ReturnType<typeof run> | null = null;
	const whole = () => (wholeRun ??= run(policy));

	test('weights are on the simplex at every step, and the explanation has them', async () => {
		const lap = await whole();
		expect(lap.plans).toHaveLength(40);
		lap.plans.forEach(({ weights }, step) => {
			expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
			expect(Math.abs(sum(weights) - 1)).toBeLessThan(1e-9);
			expect(lap.explanations[step].weights).toEqual(weights);
			expect(lap.explanations[step].sentence).toMatch(/^[A-Z].*\.$/);
			for (const { label, values } of lap.explanations[step].traces) {
				expect(values).toHaveLength(4);
				if (registered.includes(policy)) expect(describeFigure(label).about, label).toBeDefined();
			}
		});
		expect(lap.batches.every((batch) => batch.length === 12)).toBe(true);
	});

	test('says so if it takes steps beside the run, which need memory', () => {
		const values = valuesAmong(policy, { reward: 'alignment' });
		// Without preparation and survey: that is how settings are checked.
		const mixer = policy.createMixer(values, makeContext(policy));
		const kinds = Array.from({ length: 41 }, (_, i) => mixer.probes(i - 1)).flat();
		if (kinds.some(({ kind }) => kind === 'virtualStep'))
			expect(policy.looksAhead?.(values as never)).toBe(true);
	});

	const stops = isLong ? [0, 1, 2, 7, 13, 39] : [0, 13];
	test.each(stops)('its state after %i steps resumes bit for bit', async (steps) => {
		const { plans, batches } = await whole();
		const context = makeContext(policy);
		const world = new World(transfer);
		const mixer = await makeMixer(policy, context, world);
		const first = runLap(mixer, context, world, { stream: drawing(), from: 0, steps });
		const saved = JSON.parse(JSON.stringify(mixer.state())) as Json;
		const again = await makeMixer(policy, context, world, { saved });
		expect(again.state()).toEqual(saved);
		const rest = runLap(again, context, world, {
			stream: drawing(),
			from: steps,
			steps: 40 - steps,
			drawn: first.drawn,
			restored: true,
		});
		expect([...first.plans, ...rest.plans]).toEqual(plans);
		expect([...first.batches, ...rest.batches]).toEqual(batches);
	});

	test('a switch to it in mid-run gives the plans of a whole run', async () => {
		if (policy.clock === 'run') return;
		const lapFrom = async (fromStep: number) => {
			const context = makeContext(policy);
			const world = new World(transfer);
			const mixer = await makeMixer(policy, context, world, { firstStep: fromStep });
			// Without draws: their stream is the run's, by its steps.
			const options = { stream: drawing(), from: fromStep, steps: 40, expected: true };
			const { plans, explanations } = runLap(mixer, context, world, options);
			return { plans, explanations };
		};
		expect(await lapFrom(17)).toEqual(await lapFrom(0));
	});
});

// The registered policies draw rows or skills at random; a choice by score alone would not.
describe.each(registered.map((policy) => [policy.id, policy] as const))('%s', (_id, policy) => {
	test('another seed draws other batches', async () => {
		expect((await run(policy, 20, 2)).batches).not.toEqual((await run(policy, 20, 1)).batches);
	});

	test('a state without a field is an error that names the field', async () => {
		const context = makeContext(policy);
		const world = new World(transfer);
		const mixer = await makeMixer(policy, context, world);
		runLap(mixer, context, world, { stream: drawing(), from: 0, steps: 3 });
		const state = JSON.parse(JSON.stringify(mixer.state())) as Json;
		// The state of a mixer that does not learn is its step.
		if (!isObject(state)) return expect(typeof state).toBe('number');
		const [missing, ...others] = Object.keys(state);
		const damaged = Object.fromEntries(others.map((key) => [key, state[key]])) as Json;
		await expect(makeMixer(policy, context, world, { saved: damaged })).rejects.toMatchObject({
			data: { field: `state.${missing}` },
		});
	});

	test('its parameters have help texts and valid defaults', () => {
		expect(policy.id, 'The id has lower-case letters and hyphens.').toMatch(/^[a-z][a-z-]*$/);
		expect(englishText(policy.summary)).toMatch(/^[A-Z].*\.$/);
		for (const spec of Object.values(policy.parameters)) {
			expect(englishText(spec.label)).not.toBe('');
			expect(englishText(spec.help)).toMatch(/\.$/);
			if (spec.kind === 'number') {
				expect(spec.default).toBeGreaterThanOrEqual(spec.min);
				expect(spec.default).toBeLessThanOrEqual(spec.max);
			}
		}
	});
});

const preparing = registered.filter(({ prepare }) => prepare);
test.each(preparing.map((policy) => [policy.id, policy] as const))(
	'%s: a preparation that was cut at its first save ends with the same artefact',
	async (_id, policy) => {
		const context = makeContext(policy);
		const values = valuesAmong(policy, { ...short, episodes: 3 });
		const prepare = (more: Partial<Preparation> = {}) =>
			policy.prepare!(values, context, preparationIn(new World(transfer), context, more));
		const saved = await savedBy(prepare);
		expect(await prepare({ saved })).toEqual(await prepare());
	},
);

test('ids are unique, infos are plain data, an unknown id is an error', () => {
	const ids = registered.map((policy) => policy.id);
	expect(new Set(ids).size).toBe(ids.length);
	expect(structuredClone(policyInfos())).toEqual(policyInfos());
	expect(policyInfos().map((info) => info.id)).toEqual(ids);
	expect(englishText(policyById('uniform').title)).toBe('Equal shares');
	expect(() => policyById('best', 'policy[0].id')).toThrow(
		expect.objectContaining({
			code: 'input',
			message: expect.stringMatching(/policy\[0\]\.id.*"best".*uniform, .*proportional/) as string,
		}),
	);
	expect(() => policyById('regmix', 'policy[0].id')).toThrow(
		'policy[0].id: the policy "regmix" left in 1.0. Choose another one, such as "fixed".',
	);
});

/** A policy that a language lacks has its English name there. */
const namesIn = (messages: Readonly<Record<string, object>>) =>
	registered.flatMap(({ id }) => {
		const { title } = (messages[id] ?? {}) as { readonly title?: string };
		return title === undefined ? [] : shortTitle(title);
	});

test.each([
	['English', englishMessages, 22],
	['Chinese', chineseMessages, 10],
] as const)('%s names differ without the papers’ names and fit a curve', (_, messages, longest) => {
	const names = namesIn(messages);
	expect(names.filter((name) => name.length > longest)).toEqual([]);
	expect(new Set(names).size).toBe(names.length);
});

test('each policy has an English name', () => {
	expect(namesIn(englishMessages)).toHaveLength(registered.length);
});

test.each([
	['Follows what is hard (MoS)', 'Follows what is hard'],
	['难的多练（MoS）', '难的多练'],
])('the short form of “%s” is “%s”', (title, short) => {
	expect(shortTitle(title)).toBe(short);
});
