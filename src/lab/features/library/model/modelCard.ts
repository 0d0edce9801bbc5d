/** README.md of tuned weights or an adapter: how they were trained, and their scores. */
import type { MeasureId } from '#engine/core/measureKinds.ts';
import { numberColumn, tableMarkdown, toTable, textColumn } from '#engine/core/table.ts';
import type { Interval } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { onSameRows, skillChange } from '#lab/run/sameRows.ts';
import type { EvaluationEvent, RunEvent } from '#lab/training/events.ts';
import type { ModelInfo, RunRecord } from '#lab/run/stores.ts';

const storages = {
	f32dots: '32 bits, multiplied as whole numbers',
	bf16: 'bfloat16',
	int8: '8 bits',
	nf4: '4 bits (NF4)',
};
/** Who reads the files. */
const libraries = { model: 'transformers', gguf: 'gguf', adapter: 'peft' };
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export interface CardBase {
	readonly name: string;
	/** The one file that it was opened from. */
	readonly file?: ModelInfo['file'] | undefined;
	/** `owner/name` on a hub, and the commit. */
	readonly hub?: { readonly id: string; readonly commit: string };
}

interface CardFacts {
	readonly base: CardBase;
	/** The content of the folder: a model, with a run's adapter merged into it, or an adapter. */
	readonly form: keyof typeof libraries;
	/** The weights are those of the best checkpoint. */
	readonly best?: boolean | undefined;
	/** Opens the experiment in the lab. */
	readonly link: string;
}

export function modelCard(
	{ experiment, startedAt, backend, step }: RunRecord,
	events: readonly RunEvent[],
	{ base, form, best, link }: CardFacts,
): string {
	const { model, optimizer, schedule, batching } = experiment;
	return [
		'---',
		...(base.hub ? [`base_model: ${base.hub.id}`] : []),
		`library_name: ${libraries[form]}`,
		'pipeline_tag: text-generation',
		`tags: [skillet, data-mixing${form === 'adapter' ? ', lora' : ''}]`,
		'---',
		'',
		`# ${base.name}, fine-tuned`,
		'',
		`${whatWasTrained(experiment, base, form)} in a web page, Skillet, on ${backend}, for ` +
			`${sayLength(step, experiment)} from ${new Date(startedAt).toISOString()} on. The base has ` +
			`the SHA-256 ${model.sha256}${base.hub ? ` and is commit ${base.hub.commit}` : ''}.` +
			(base.file
				? ` It was opened from ${base.file.name} (${base.file.bytes} bytes, ` +
					`SHA-256 ${base.file.sha256}).`
				: '') +
			(best ? ' It is the best checkpoint of the run, chosen on validation rows.' : ''),
		'',
		`[The experiment](${link}) opens in the lab, with its settings and seed.`,
		'',
		'## Data',
		'',
		tableMarkdown(
			toTable(experiment.skills, [
				[textColumn('skill'), ({ name }) => name],
				[textColumn('SHA-256'), ({ sha256 }) => sha256],
				[textColumn('use'), ({ use }) => (use === 'train' ? 'trained' : 'evaluated only')],
			]),
		),
		'',
		...wordsAround(experiment),
		'## Mixing policy',
		'',
		...experiment.policy.map(
			({ fromStep, id, settings }) => `- from step ${fromStep}: ${id} ${JSON.stringify(settings)}`,
		),
		'',
		'## Settings',
		'',
		`AdamW (β₁ ${optimizer.beta1}, β₂ ${optimizer.beta2}, ε ${optimizer.epsilon}, ` +
			`weight decay ${optimizer.weightDecay}), gradient norm clipped at ${optimizer.clip}; ` +
			`${schedule.kind} schedule with peak ${optimizer.learningRate}, ` +
			`warm-up ${percent(schedule.warmup)} of the steps, ` +
			`floor ${percent(schedule.floor)} of the peak; ` +
			`${batching.size} examples per step of at most ${batching.context} tokens; ` +
			`seed ${experiment.seed}; single precision.`,
		'',
		...scores(experiment, events),
	].join('\n');
}

/** The instructions and system texts of the rows: the model expects them in a prompt. */
const wordsAround = ({ skills }: Experiment): string[] =>
	skills.flatMap(({ name, recipe }) => {
		if (recipe?.mapping.kind !== 'columns') return [];
		const { instruction, system } = recipe.mapping;
		const texts = Object.entries({ instruction, system }).filter(([, text]) => text !== undefined);
		const lines = texts.map(([kind, text]) => `- ${kind} of ${name}: ${JSON.stringify(text)}`);
		return lines.length > 0 ? [...lines, ''] : [];
	});

/** The start of a sentence. */
function whatWasTrained(
	{ adapter }: Experiment,
	{ name }: CardBase,
	form: CardFacts['form'],
): string {
	if (!adapter) return `All weights of ${name} were fine-tuned`;
	const { rank, alpha, dropout = 0, targets, base = 'f32', from } = adapter;
	const layers =
		targets === undefined
			? 'on the layers that peft chooses by default'
			: `on ${typeof targets === 'string' ? targets : targets.join(', ')}`;
	const kind = `${adapter.dora ? 'DoRA' : 'LoRA'}, rank ${rank}, α ${alpha}`;
	const options = [
		...(adapter.rankStabilised ? ['α/√rank'] : []),
		...(dropout > 0 ? [`dropout ${dropout}`] : []),
		...(base === 'f32' ? [] : [`beside weights in ${storages[base]}`]),
		...(from === undefined ? [] : [`begun with the adapter of the SHA-256 ${from}`]),
	];
	const facts = [kind, ...options, layers].join(', ');
	if (form === 'adapter') return `An adapter (${facts}) of ${name} was trained`;
	return (
		`${name} with an adapter (${facts}) that was merged into the original weights in 32 bits; ` +
		'the adapter was trained'
	);
}

/** The last evaluation next to the base model's, on the same rows. */
function scores(
	{ skills, adapter, evaluation }: Pick<Experiment, 'skills' | 'adapter' | 'evaluation'>,
	events: readonly RunEvent[],
): readonly string[] {
	const first = adapter?.from === undefined ? 'of the base model' : 'before this run';
	const rowsOf = evaluation.part === 'validation' ? 'Validation' : 'Held-out';
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const [base, last] = [evaluations.find(({ step }) => step === 0), evaluations.at(-1)];
	if (!base || !last) return [];
	const { before, after, areLossesComparable } = onSameRows(base, last, skills);
	const rows = skills.map(({ name }, i) => ({
		name,
		now: after.skills[i],
		before: before.skills[i],
		change: skillChange(before.skills[i], after.skills[i]).loss,
	}));
	const exact = (score: Score) => (typeof score?.exact === 'number' ? percent(score.exact) : '–');
	const loss = (score: Score) => score?.loss.toFixed(3) ?? '–';
	const measureOf = ({ now }: (typeof rows)[number]) =>
		now?.exact === null ? 'loss' : (now?.measure ?? 'exact');
	const isPlain = rows.every(({ now }) => now?.measure === undefined);
	const used = new Set(rows.map(measureOf));
	const part = rowsOf.toLowerCase();
	const texts = Object.entries(measureTexts).flatMap(([kind, text]) =>
		used.has(kind as MeasureId) ? [text] : [],
	);
	const how = 'under greedy decoding.';
	const aboutScores = isPlain
		? `Exact match: the share of ${part} examples whose whole answer is right ${how}`
		: `Right: a share of ${part} examples, or of their tokens, ${how} ${texts.join(' ')}`;
	return [
		`## ${rowsOf} scores at step ${last.step}`,
		'',
		`${aboutScores} Loss: nats per answer token. Both models are scored on the same ` +
			'rows. Change: of the loss, with its 95 % interval over these rows (Student’s t of the ' +
			'paired differences); where that includes 0, the rows cannot tell.' +
			(areLossesComparable
				? ''
				: ' The base was tested on fewer rows, so only the answers to those are compared.'),
		'',
		tableMarkdown(
			toTable(rows, [
				[textColumn('skill'), ({ name }) => name],
				...(isPlain ? [] : [[textColumn('measure'), measureOf] as const]),
				[numberColumn(isPlain ? 'exact match' : 'right'), ({ now }) => exact(now)],
				[numberColumn(first), ({ before }) => exact(before)],
				[numberColumn('loss'), ({ now }) => loss(now)],
				[numberColumn(first), ({ before }) => (areLossesComparable ? loss(before) : '–')],
				[numberColumn('change'), ({ change }) => (change ? withReach(change) : '–')],
				[numberColumn('examples'), ({ now }) => now?.examples ?? 0],
			]),
		),
		'',
	];
}
/** What the share of a measure counts. */
const measureTexts: { readonly [Id in MeasureId]?: string } = {
	exact: 'Exact match: the whole answer is right.',
	choice: 'Choice: the letter of the written answer is right.',
	number: 'Number: the number of the written answer is right.',
	contains: 'Contains: the written answer names the right one.',
	pattern: 'Pattern: the written answer matches an expression as the right one does.',
	tokens: 'Tokens: next tokens of the right answer that the model would choose.',
};
type Score = EvaluationEvent['skills'][number] | undefined;

const withReach = ({ mean, high }: Interval): string =>
	Number.isNaN(high) ? mean.toFixed(3) : `${mean.toFixed(3)} ± ${(high - mean).toFixed(3)}`;

/** Steps, and the budget if there is one. */
function sayLength(step: number, { steps, budget }: Experiment): string {
	if (budget?.kind === 'tokens') return `${step} steps (a budget of ${budget.tokens} tokens)`;
	if (budget?.kind === 'seconds') return `${step} steps (a budget of ${budget.seconds} s)`;
	return `${step} of ${steps} steps`;
}
