/** MoS in the closed-form world: its measurements, its updates, resume, and its known failures. */
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import type { MeasureProbe, MixContext, MixSkill, Quantity } from '../policy.ts';
import { explained, runLap } from '../../../scripts/world/lap.ts';
import { learnable } from '../../../scripts/world/named.ts';
import { World, type WorldSkill } from '../../../scripts/world/World.ts';
import { createMixer } from '../../../tests/support/mixer.ts';

const skill = (id: string, more: Partial<WorldSkill> = {}): WorldSkill =>
	learnable(id, {
		name: id.toUpperCase(),
		rows: 100,
		validationRows: 0,
		rate: 0.1,
		tokens: 1,
		...more,
	});
const three = [
	skill('slow', { rate: 0.03 }),
	skill('fast', { rows: 400 }),
	skill('tiny', { rows: 3, loss: 1.5 }),
];
const makeWorld = (skills: readonly WorldSkill[]) => new World({ kind: 'skills', skills });
const makeContext = (
	skills: readonly WorldSkill[],
	more: Partial<MixContext> = {},
): MixContext => ({
	skills: skills.map(({ id, name, rows }): MixSkill => ({
		id,
		name,
		size: rows,
		validationSize: 0,
	})),
	batchSize: 12,
	totalSteps: 300,
	random: randomStream(1, 'mos'),
	...more,
});
const makeMixer = (settings: JsonObject, context: MixContext, saved?: Json) =>
	createMixer('mos', settings, context, saved === undefined ? undefined : { saved });
const drawing = randomStream(1, 'draw');
function run(skills: readonly WorldSkill[], settings: JsonObject = {}, steps = 60) {
	const context = makeContext(skills);
	const mixer = makeMixer(settings, context);
	const lap = runLap(mixer, context, makeWorld(skills), { stream: drawing, from: 0, steps });
	return { ...lap, mixer };
}
const probeAt = (settings: JsonObject, step: number, from = 0) => {
	const mixer = makeMixer(settings, makeContext(three));
	mixer.probes(from - 1);
	return mixer.probes(step) as readonly MeasureProbe[];
};
const readTrace = (mixer: ReturnType<typeof makeMixer>, label: string) =>
	explained(mixer).traces.find((trace) => trace.label === label)?.values;
const dueAt = (settings: JsonObject, from: number, steps: number) =>
	Array.from({ length: steps }, (_, k) => from + k).filter(
		(step) => probeAt(settings, step, from).length > 0,
	);

test('updates come every S steps from the first step, or from step 0 as in Algorithm 1', () => {
	expect(dueAt({}, 0, 35)).toEqual([9, 19, 29]);
	expect(dueAt({ atStepZero: true }, 0, 35)).toEqual([0, 10, 20, 30]);
	expect(dueAt({ interval: 1 }, 0, 3)).toEqual([0, 1, 2]);
	expect(probeAt({ atStepZero: true }, -1)).toEqual([]);
});
/** An update on given measurements; `change` has values by skill. */
function updateOn(
	mixer: ReturnType<typeof makeMixer>,
	step: number,
	change: Partial<Record<Quantity, readonly number[]>>,
) {
	const results = (mixer.probes(step) as readonly MeasureProbe[]).map((probe) => {
		const { kind, id, values } = makeWorld(three).measure(probe);
		const changed: Partial<Record<Quantity, Float32Array>> = {};
		for (const [quantity, bySkill] of Object.entries(change) as [Quantity, readonly number[]][])
			changed[quantity] = Float32Array.from(probe.examples, ({ skill: i }) => bySkill[i]);
		return { kind, id, values: { ...values, ...changed } };
	});
	mixer.observe({ step, batchLoss: three.map(() => null), results });
}

test('a perplexity that is not finite: the skill keeps its last one, with one warning', () => {
	const mixer = makeMixer({}, makeContext(three));
	mixer.probes(-1);
	updateOn(mixer, 9, { loss: [1, 1, 1] });
	const reward = (readTrace(mixer, 'Reward') as number[])[1];
	updateOn(mixer, 19, { loss: [1, 5000, 0.5] });
	updateOn(mixer, 29, { loss: [1, 5000, 0.5] });
	expect((readTrace(mixer, 'Reward') as number[])[1]).toBe(reward);
	expect(explained(mixer).warnings).toEqual([
		'The reward of FAST after 20 steps is not a finite number, so the scorer uses the last ' +
			'finite one.',
	]);
	expect(JSON.parse(JSON.stringify(mixer.state()))).toEqual(mixer.state());
});

test('known failure: difficulty gives most of the batch to pure noise, with a warning', () => {
	const skills = [skill('learnable'), skill('noise', { floor: 2 })];
	const { plans, mixer } = run(skills, {}, 300);
	expect(plans[299].weights[1]).toBeGreaterThan(0.85);
	expect(explained(mixer).warnings).toEqual([
		expect.stringMatching(
			/^NOISE gets [\d.]+ % of the examples but does not learn: .* stayed at 1\.00/,
		),
	]);
});

test('known failure: a skill whose format the base does not know starves', () => {
	const skills = [
		skill('add', { rate: 0.02 }),
		skill('sub', { rate: 0.02 }),
		skill('sort', { rate: 0.02 }),
		skill('fact', { rate: 0.01, format: 3, tokens: 3 }),
	];
	const { mixer } = run(skills, {}, 300);
	expect(explained(mixer).warnings).toEqual([
		expect.stringMatching(/^FACT gets only .*does not know its format \(perplexity \d+\)/),
	]);
});
