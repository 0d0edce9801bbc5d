/** The options of finetune(), checked by a schema, because JavaScript has no types. */
import * as v from 'valibot';
import { InputError, fieldError } from '#engine/core/errors.ts';
import {
	above0,
	anyObject,
	between,
	checkedBy,
	defaulted,
	flag,
	mustBe,
	object,
	oneOf,
	recordOf,
	text,
	whole,
} from '#engine/core/fields.ts';
import { asMessage, say } from '#engine/core/message.ts';
import { adapterSettings, allLinear, type AdapterSettings } from '#engine/model/adapterSettings.ts';
import { maxSteps, trainingSettings } from '#engine/training/settings.ts';
import type { TrainerState } from '#lab/training/trainer.ts';
import { toExamples } from './rows.ts';
import type { ModelInput } from './types.ts';

const anything = v.unknown();
const isFunction = v.custom<(value: never) => void>(
	(value) => typeof value === 'function',
	mustBe(say('a function')),
);

const skill = object({
	rows: anything,
	share: v.exactOptional(above0(1e6)),
	watch: v.exactOptional(flag),
});

const schema = object({
	model: anything,
	rows: v.exactOptional(anything),
	skills: v.exactOptional(recordOf(v.union([v.array(anything), skill]))),
	policy: v.exactOptional(
		v.union(
			[text(100), object({ id: text(100), settings: anyObject(say('an object of settings')) })],
			mustBe(say('the id of a policy')),
		),
	),
	steps: v.exactOptional(whole(1, maxSteps)),
	learningRate: v.exactOptional(above0(1)),
	batch: v.exactOptional(whole(1, 1024)),
	context: v.exactOptional(whole(16, 4096)),
	schedule: v.exactOptional(trainingSettings.entries.schedule),
	adapter: v.exactOptional(
		v.union(
			[v.literal(false), anyObject(say('an object'))],
			mustBe(say('false or an object of settings')),
		),
	),
	heldOut: v.exactOptional(between(0, 0.9)),
	seed: defaulted(whole(0, Number.MAX_SAFE_INTEGER), 1),
	evaluateEvery: v.exactOptional(whole(1, maxSteps)),
	onStep: v.exactOptional(isFunction),
	onProgress: v.exactOptional(isFunction),
	onState: v.exactOptional(isFunction),
	signal: v.exactOptional(
		v.custom<AbortSignal>((value) => value instanceof AbortSignal, mustBe(say('an AbortSignal'))),
	),
	state: v.exactOptional(anyObject(say('the state that finetune gave'))),
	device: v.exactOptional(oneOf(['webgpu', 'wasm'])),
	threads: v.exactOptional(whole(1, 32)),
	worker: v.exactOptional(flag),
	hub: v.exactOptional(text(200)),
});

type Checked = v.InferOutput<typeof schema>;

/** The rows of a skill as examples, and its part in the mix. */
export interface CheckedSkill {
	readonly name: string;
	readonly examples: ReturnType<typeof toExamples>;
	readonly share: number | undefined;
	readonly use: 'train' | 'watch';
}
export interface CheckedOptions extends Omit<
	Checked,
	'rows' | 'skills' | 'model' | 'state' | 'adapter'
> {
	readonly model: ModelInput;
	readonly skills: readonly CheckedSkill[];
	readonly seed: number;
	readonly adapter: AdapterSettings | undefined;
	readonly state?: TrainerState | undefined;
}

/** Throws InputError that names the argument. */
export function checkOptions(options: unknown): CheckedOptions {
	if (typeof options !== 'object' || options === null)
		throw new InputError(
			asMessage('finetune: give one object, such as { model, rows, steps: 100 }.'),
		);
	// A value that is undefined is as one that is missing.
	const entries = Object.entries(options).filter(([, value]) => value !== undefined);
	const { rows, skills, model, state, adapter, ...checked } = checkedBy(
		schema,
		Object.fromEntries(entries),
	);
	if ((rows === undefined) === (skills === undefined))
		throw fieldError('rows', asMessage('give either rows or skills, and not both.'));
	const named = skills ? Object.entries(skills) : [['rows', rows] as const];
	const all = named.map(([name, listed]): CheckedSkill => {
		const within = skills ? `skills.${name}` : 'rows';
		if (Array.isArray(listed) || !skills)
			return { name, examples: toExamples(listed, within), share: undefined, use: 'train' };
		const { rows: inside, share, watch } = listed as v.InferOutput<typeof skill>;
		const use = watch ? 'watch' : 'train';
		return { name, examples: toExamples(inside, `${within}.rows`), share, use };
	});
	if (!all.some(({ use }) => use === 'train'))
		throw fieldError('skills', asMessage('one of them must be trained, not only watched.'));
	if (checked.policy !== undefined && all.some(({ share }) => share !== undefined))
		throw fieldError('policy', asMessage('give shares or a policy: shares are a policy, “fixed”.'));
	return {
		...checked,
		seed: checked.seed ?? 1,
		model: model as ModelInput,
		skills: all,
		adapter: toAdapter(adapter),
		state: state as unknown as TrainerState | undefined,
	};
}

const toAdapter = (settings: false | object = {}): AdapterSettings | undefined =>
	settings === false
		? undefined
		: checkedBy(adapterSettings, { rank: 8, alpha: 8, targets: allLinear, ...settings }, 'adapter');
