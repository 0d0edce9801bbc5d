/** README.md of tuned weights: how they were trained, and their scores. */
import type { Experiment } from './experiment.ts';
import type { RunEvent } from '#training/events.ts';
import type { RunRecord } from './stores.ts';

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

export function modelCard(
	{ experiment, startedAt, backend, step }: RunRecord,
	baseName: string,
	events: readonly RunEvent[],
): string {
	const { model, optimizer, schedule, batching, precision = 'single' } = experiment;
	return [
		'---',
		'library_name: transformers',
		'pipeline_tag: text-generation',
		'tags: [skillet, data-mixing]',
		'---',
		'',
		`# ${baseName}, fine-tuned`,
		'',
		`All weights of ${baseName} (model.safetensors with SHA-256 ${model.sha256}) were fine-tuned ` +
			`in a web page, Skillet, on ${backend}, for ${lengthOf(step, experiment)} ` +
			`from ${new Date(startedAt).toISOString()} on.`,
		'',
		'## Data',
		'',
		row('skill', 'SHA-256', 'use'),
		row('---', '---', '---'),
		...experiment.skills.map((skill) =>
			row(inCell(skill.name), skill.sha256, skill.use === 'train' ? 'trained' : 'evaluated only'),
		),
		'',
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
			`seed ${experiment.seed}; ${backend === 'webgpu' ? precision : 'single'} precision.`,
		'',
		...scores(experiment.skills, events),
	].join('\n');
}

/** The last evaluation next to the base model's. */
function scores(
	skills: RunRecord['experiment']['skills'],
	events: readonly RunEvent[],
): readonly string[] {
	const evaluations = events.filter((event) => event.type === 'evaluation');
	const base = evaluations.find(({ step }) => step === 0);
	const last = evaluations.at(-1);
	if (!base || !last) return [];
	const exact = (share: number | null | undefined) =>
		typeof share === 'number' ? percent(share) : '–';
	return [
		`## Held-out scores at step ${last.step}`,
		'',
		'Exact match: the share of held-out examples whose whole answer is right under greedy ' +
			'decoding. Loss: nats per answer token.',
		'',
		row('skill', 'exact match', 'of the base model', 'loss', 'of the base model', 'examples'),
		row('---', '---:', '---:', '---:', '---:', '---:'),
		...skills.map(({ name }, i) => {
			const [now, before] = [last.skills[i], base.skills[i]];
			return row(
				inCell(name),
				exact(now?.exact),
				exact(before?.exact),
				now?.loss.toFixed(3) ?? '–',
				before?.loss.toFixed(3) ?? '–',
				String(now?.examples ?? 0),
			);
		}),
		'',
	];
}

/** Escapes file names of the visitor. */
const inCell = (text: string): string => text.replace(/[|\\\r\n]/g, ' ');

/** Steps, and the budget if there is one. */
function lengthOf(step: number, { steps, budget }: Experiment): string {
	if (budget?.kind === 'tokens') return `${step} steps (a budget of ${budget.tokens} tokens)`;
	if (budget?.kind === 'seconds') return `${step} steps (a budget of ${budget.seconds} s)`;
	return `${step} of ${steps} steps`;
}
