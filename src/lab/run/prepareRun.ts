/** Loads an experiment's model, and its skills, checked by hash and encoded. */
import { InputError, fieldError } from '#engine/core/errors.ts';
import { isOfTexts, measureSource } from '#engine/core/measureKinds.ts';
import { openMeasure } from '#engine/core/measures.ts';
import { say, sentence, type Message } from '#engine/core/message.ts';
import { sum } from '#engine/core/statistics.ts';
import { encodeSkill } from '#engine/data/encode.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { parts, type SkillSource } from '#engine/data/skill.ts';
import { readAdapterWeights } from '#engine/model/adapters.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { requireContext } from '#engine/training/openTraining.ts';
import type { Experiment, SkillRef } from './experiment.ts';
import { measureIn } from './skillMeasure.ts';
import type { PreparedRun, RunSources } from './runParts.ts';
import type { RunWatcher } from './runStatus.ts';

/** Throws InputError that lists every missing or different skill with its SHA-256. */
export async function prepareRun(
	{
		model: modelRef,
		auxiliary: auxiliaryRef,
		adapter: settings,
		skills: refs,
		batching,
	}: Experiment,
	sources: RunSources,
	watcher: Pick<RunWatcher, 'progress'>,
	signal: AbortSignal,
): Promise<PreparedRun> {
	const opened = await openSkills(refs, sources);
	// The trainer reads the weights when it knows that they fit.
	const model = await sources.openModel(modelRef, signal);
	requireContext(batching.context, model);
	const from = settings?.from ? await sources.openAdapter(settings.from) : undefined;
	const adapter = from && readAdapterWeights(model, settings!, from.bytes, from.base);
	const auxiliary = auxiliaryRef && (await sources.openModel(auxiliaryRef, signal));
	if (auxiliary) checkAuxiliary(auxiliary, model, batching.context);
	const skills = await sources.encodeSkills({
		ref: modelRef,
		tokenizer: model.tokenizer,
		skills: opened,
		context: batching.context,
		signal,
		onSkill(index) {
			const { name } = opened[index].source.info;
			watcher.progress({ id: 'skill.reading', values: { name } }, index / opened.length);
		},
	});
	watcher.progress({ id: 'model.reading', values: { name: null } }, null);
	return { model, skills, ...(auxiliary && { auxiliary }), ...(adapter && { adapter }) };
}

/** The auxiliary model reads examples that were encoded for the run's model. */
function checkAuxiliary(auxiliary: LoadedModel, model: LoadedModel, context: number): void {
	const fault =
		auxiliary.texts.get('tokenizer.json') !== model.texts.get('tokenizer.json')
			? say('has another tokenizer than the model that is trained')
			: auxiliary.config.context < context
				? say('reads {most} tokens, and examples have up to {context}', {
						most: auxiliary.config.context,
						context,
					})
				: undefined;
	if (fault)
		throw fieldError(
			'auxiliary',
			say('this model {fault}. Choose another, or leave it out.', { fault }),
		);
}

/** Tokens of the skills that stay encoded after a call: 12 MB. */
const keptTokens = 4_000_000;

/** Encodes in the calling thread, which a tokenizer from outside could block without end. */
export const createEncoder = (): RunSources['encodeSkills'] =>
	keepEncoded(async ({ tokenizer, skills, context, signal, onSkill }) => {
		const encoded: EncodedSkill[] = [];
		for (const [index, { source, use }] of skills.entries()) {
			signal.throwIfAborted();
			onSkill(index);
			encoded.push(await encodeSkill(source, use, tokenizer, context, signal));
		}
		return encoded;
	});

/**
 * Keeps the skills of the last call: the lanes of a comparison, a repeated run, and a run after its
 * forecast have the same ones.
 */
export function keepEncoded(encode: RunSources['encodeSkills']): RunSources['encodeSkills'] {
	let last: ReadonlyMap<string, EncodedSkill> = new Map();
	return async (request) => {
		const { ref, skills, context } = request;
		const keys = skills.map(
			({ source, use }) => `${ref.sha256} ${context} ${source.info.fingerprint} ${use}`,
		);
		const missing = keys.flatMap((key, i) => (last.has(key) ? [] : [i]));
		const encoded = await encode({
			...request,
			skills: missing.map((i) => skills[i]),
			onSkill: (index) => request.onSkill(missing[index]),
		});
		const all = keys.map((key, i) => {
			const known = last.get(key);
			return known ? { ...known, info: skills[i].source.info } : encoded[missing.indexOf(i)];
		});
		const tokens = all.flatMap((skill) => parts.map((part) => skill[part].tokens.length));
		const isSmall = sum(tokens) <= keptTokens;
		last = new Map(isSmall ? keys.map((key, i) => [key, all[i]] as const) : []);
		return all;
	};
}

async function openSkills(refs: readonly SkillRef[], sources: RunSources) {
	const opened: { use: SkillRef['use']; source: SkillSource }[] = [];
	const missing: SkillRef[] = [];
	for (const ref of refs) {
		const source = await sources.openSkill(ref);
		if (source?.info.fingerprint === ref.sha256)
			opened.push({ use: ref.use, source: await measuredBy(ref, source) });
		else missing.push(ref);
	}
	if (missing.length > 0) throw missingSkills(missing);
	return opened;
}

/** The skill with the experiment's measure. Throws InputError if it cannot be used. */
async function measuredBy(ref: SkillRef, { info, ...source }: SkillSource): Promise<SkillSource> {
	const measure = measureIn(ref, info);
	if (ref.measure && isOfTexts(info.measure))
		throw fieldError(
			'measure',
			say('“{name}” is text without answers: leave its measure out.', { name: info.name }),
		);
	if (measureSource(measure) === 'generated') await openMeasure(measure);
	return { ...source, info: { ...info, measure } };
}

function missingSkills(missing: readonly SkillRef[]): InputError {
	const isFile = ({ id }: SkillRef) => id.startsWith('file:');
	const withHashes = (refs: readonly SkillRef[], named: (ref: SkillRef) => Message) =>
		refs.map((ref) => say('{skill} (SHA-256 {sha256})', { skill: named(ref), sha256: ref.sha256 }));
	const files = withHashes(missing.filter(isFile), ({ name }) => say('“{name}”', { name }));
	const generated = withHashes(
		missing.filter((ref) => !isFile(ref)),
		({ id, version }) => say('the skill “{id}” of version {version}', { id, version }),
	);
	const statements: Message[] = [];
	if (files.length > 0)
		statements.push(
			say(
				'The lab does not have {files, number, ands}. Import the same file with the same options, then open the experiment again.',
				{ files },
			),
		);
	if (generated.length > 0)
		statements.push(
			say(
				'This version of the lab makes other examples for {generated, number, ands}. Open the experiment in the version that it was made with, or choose the skill again.',
				{ generated },
			),
		);
	return new InputError(sentence('run.statements', { statements }), {
		missing: missing.map(({ id, name, sha256 }) => ({ id, name, sha256 })),
	});
}
