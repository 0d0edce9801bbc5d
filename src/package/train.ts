/** Fine-tunes a model on skills: the training of finetune(), in the thread that calls it. */
import { InputError } from '#engine/core/errors.ts';
import { fromBase64 } from '#engine/core/bytes.ts';
import { asMessage, englishText } from '#engine/core/message.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { SkillSource } from '#engine/data/skill.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice } from '#engine/gpu/device.ts';
import type { StartThreads, WasmBuild } from '#engine/gpu/wasmFiles.ts';
import { mergedWeights, requireTargets, writeAdapterFolder } from '#engine/model/adapters.ts';
import { weightReader, writeModelFolder, type LoadedModel } from '#engine/model/folder.ts';
import { writeGguf } from '#engine/model/gguf.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { Evaluation, RunEvent } from '#lab/training/events.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { Trainer, TrainerState } from '#lab/training/trainer.ts';
import kernels from '../engine/gpu/wasm/build/kernels.wasm?url&inline';
import relaxed from '../engine/gpu/wasm/build/kernels-relaxed.wasm?url&inline';
import threads from '../engine/gpu/wasm/build/kernels-threads.wasm?url&inline';
import relaxedThreads from '../engine/gpu/wasm/build/kernels-relaxed-threads.wasm?url&inline';
import { openModel } from './model.ts';
import type { CheckedOptions } from './options.ts';
import { toSkill } from './rows.ts';
import type { Files, Result, Score, Step, Tuned } from './types.ts';

const builds: { readonly [Build in WasmBuild]: string } = {
	kernels,
	'kernels-relaxed': relaxed,
	'kernels-threads': threads,
	'kernels-relaxed-threads': relaxedThreads,
};
/** As the lab proposes for a real model (lab/run/proposal.ts). */
const defaults = { rate: 3e-4, batch: 4, mostSteps: 200, mostContext: 1024, epochs: 2, rows: 32 };

export interface Listeners {
	readonly onStep: (step: Step) => void;
	readonly onProgress: (doing: string, fraction: number | null) => void;
	/** The state at the last step, when the signal ends the training. */
	readonly onState: (state: TrainerState) => void;
}

/** Throws LabError, or the signal's reason. */
export async function train(
	options: CheckedOptions,
	signal: AbortSignal,
	{ onStep, onProgress, onState }: Listeners,
	startThreads?: StartThreads,
): Promise<Tuned> {
	onProgress('reading the model', null);
	const { model, name } = await openModel(options.model, {
		signal,
		hub: options.hub,
		onProgress: (fraction) => onProgress('reading the model', fraction),
	});
	const sources: SkillSource[] = [];
	for (const { name: skill, examples } of options.skills)
		sources.push(await toSkill(skill, examples, options.heldOut));
	const { skills, context } = await encodeAll(sources, options, model, signal);
	const settings = toSettings(options, sources, context);
	if (settings.adapter) requireTargets(model, settings.adapter);
	signal.throwIfAborted();
	const device = await openDevice({
		wasm: {
			load: (build) => Promise.resolve(fromBase64(builds[build].split(',')[1])),
			...(startThreads && { threads: options.threads ?? 1, startThreads }),
		},
		prefer: options.device,
	});
	try {
		const trainer = await createTrainer({
			device,
			model,
			skills,
			settings,
			...(options.state && { restored: options.state }),
			onProgress: (label, fraction) => onProgress(englishText(label), fraction),
		});
		try {
			const events = await run(trainer, { settings, skills, signal, onStep, onState });
			const result = { ...toResult(events, skills), steps: trainer.step };
			return tuned({ trainer, model, name, settings, device, result });
		} catch (error) {
			trainer.dispose();
			throw error;
		}
	} catch (error) {
		device.dispose();
		throw error;
	}
}

/** The context is what 95 % of the trained rows need, as in the lab's proposal. */
async function encodeAll(
	sources: readonly SkillSource[],
	{ skills, context: wanted }: CheckedOptions,
	{ tokenizer, config }: LoadedModel,
	signal: AbortSignal,
) {
	const encode = async (context: number) => {
		const encoded: EncodedSkill[] = [];
		for (const [i, source] of sources.entries())
			encoded.push(await encodeSkill(source, skills[i].use, tokenizer, context, signal));
		return encoded;
	};
	if (wanted !== undefined) return { skills: await encode(wanted), context: wanted };
	const longest = Math.min(defaults.mostContext, config.context);
	const encoded = await encode(longest);
	const usual = highest(
		encoded.map(({ train: { offsets, count } }) => {
			const lengths = Array.from({ length: count }, (_, row) => offsets[row + 1] - offsets[row]);
			return lengths.sort((a, b) => a - b)[Math.ceil(0.95 * count) - 1] ?? 0;
		}),
	);
	const context = Math.max(16, Math.min(longest, 8 * Math.ceil(usual / 8)));
	return { skills: await encode(context), context };
}

function toSettings(
	options: CheckedOptions,
	sources: readonly SkillSource[],
	context: number,
): RunSettings {
	const { skills, policy, seed, adapter } = options;
	const rows = sum(
		sources.map(({ info }, i) => (skills[i].use === 'train' ? info.counts.train : 0)),
	);
	const size = options.batch ?? defaults.batch;
	const steps =
		options.steps ?? Math.min(defaults.mostSteps, Math.ceil((defaults.epochs * rows) / size));
	const hasShares = skills.some(({ share }) => share !== undefined);
	const ratios = Object.fromEntries(
		skills.flatMap(({ share = 1, use }, i) =>
			use === 'train' ? [[sources[i].info.id, share]] : [],
		),
	);
	const chosen = typeof policy === 'string' ? { id: policy, settings: {} } : policy;
	const mixed = hasShares ? { id: 'fixed', settings: { ratios } } : chosen;
	return {
		policy: [{ fromStep: 0, id: 'uniform', settings: {}, ...mixed }],
		steps,
		seed,
		batching: { size, context, layout: 'packed' },
		optimizer: { ...defaultOptimizer, learningRate: options.learningRate ?? defaults.rate },
		schedule: options.schedule ?? { kind: 'linear', warmup: 0.1, floor: 0.02 },
		evaluation: {
			every: options.evaluateEvery ?? Math.max(1, Math.ceil(steps / 2)),
			examples: defaults.rows,
			finalExamples: defaults.rows,
			samples: 0,
		},
		...(adapter && { adapter }),
	};
}

interface Running extends Pick<Listeners, 'onStep' | 'onState'> {
	readonly settings: RunSettings;
	readonly skills: readonly EncodedSkill[];
	readonly signal: AbortSignal;
}

async function run(trainer: Trainer, { settings, skills, signal, onStep, onState }: Running) {
	const all: RunEvent[] = [];
	const report = (events: readonly RunEvent[]) => {
		for (const event of events) {
			all.push(event);
			if (event.type !== 'step') continue;
			const { step, loss, learningRate, milliseconds, weights } = event;
			const shares = Object.fromEntries(skills.map(({ info }, i) => [info.name, weights[i]]));
			onStep({ step, steps: settings.steps, loss, learningRate, shares, milliseconds });
		}
	};
	report(await trainer.start(signal));
	while (!all.some(({ type }) => type === 'finished')) {
		if (signal.aborted) {
			onState(await trainer.state());
			signal.throwIfAborted();
		}
		report(await trainer.next(trainer.step + 1, signal));
	}
	return all;
}

function toResult(events: readonly RunEvent[], skills: readonly EncodedSkill[]) {
	const losses = events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
	const tests = events.filter((event) => event.type === 'evaluation');
	const score = ({ skills: scores }: Evaluation, at: number): Score => {
		const { loss, exact, examples } = scores[at];
		return { loss, right: exact, rows: examples };
	};
	const first = tests.find(({ step }) => step === 0);
	const last = tests.at(-1)!;
	const heldOut = Object.fromEntries(
		skills.map(({ info }, at) => [
			info.name,
			{
				before: first ? score(first, at) : null,
				after: score(last, at),
				isUnseen: info.heldOutIs === 'unseen',
			},
		]),
	);
	return { losses, heldOut };
}

interface Opened {
	readonly trainer: Trainer;
	readonly model: LoadedModel;
	readonly name: string;
	readonly settings: RunSettings;
	readonly device: ComputeDevice;
	readonly result: Omit<Result, 'device'>;
}

function tuned({ trainer, model, name, settings, device, result }: Opened): Tuned {
	const { adapter } = settings;
	const { backend, name: deviceName } = device.report;
	const weights = async () => (await trainer.state()).weights;
	const folder = async () => {
		const flat = await weights();
		const read = adapter
			? mergedWeights(model, flat, adapter)
			: weightReader({ specs: model.specs, weights: flat });
		return writeModelFolder(model, read);
	};
	return {
		...result,
		device: { backend, name: deviceName },
		async answer(prompt, { maxTokens = 128, stop, form } = {}) {
			if (typeof prompt !== 'string')
				throw new InputError(asMessage('answer: prompt must be a text.'));
			return (await trainer.generate(prompt, 'tuned', { maxTokens, stop, form })).text;
		},
		async adapter() {
			if (!adapter)
				throw new InputError(asMessage('adapter: all weights were trained. Call folder or gguf.'));
			return toFiles(await writeAdapterFolder(model, adapter, await weights(), { path: name }));
		},
		async gguf(type = 'Q8_0') {
			const files = await writeGguf(await folder(), `${name}-tuned`, type);
			return [...files.values()].find((file) => typeof file !== 'string')!;
		},
		folder: async () => toFiles(await folder()),
		state: () => trainer.state(),
		dispose() {
			trainer.dispose();
			device.dispose();
		},
	};
}

const toFiles = (files: ReadonlyMap<string, string | Blob>): Files =>
	Object.fromEntries(
		Array.from(files, ([name, part]) => [name, typeof part === 'string' ? new Blob([part]) : part]),
	);
