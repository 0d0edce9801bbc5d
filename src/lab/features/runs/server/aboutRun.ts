/** English comments in the files for trainers on a server. */
import type { ServerRun, ServerSkill } from './serverRun.ts';

const percent = (share: number) => `${Number((100 * share).toFixed(4))} %`;

/** The comments of each file: its run and link, the shares, and the differences from the run. */
export const aboutRun = (run: ServerRun): readonly string[] => [
	'',
	`Made by Skillet from the run ${run.record.id} of this experiment:`,
	run.link,
	'',
	...sharesLines(run),
	...run.skills.map(({ file, name, share }) => `  ${file}: ${name}, ${percent(share)}`),
	...run.leftOut.map((name) => `  left out, less than one example is expected: ${name}`),
	...run.skills.flatMap(missingLines),
	'',
	...modelLines(run),
	...(run.template ? templateLines : []),
	'Written for one GPU. With several, divide the batch size or the accumulation by their number.',
	'',
	'What does not carry over:',
	...differences(run).map((line) => `- ${line}`),
	'',
];

function sharesLines({ shares, record }: ServerRun): string[] {
	const policies = record.experiment.policy.map(({ id }) => id).join(', ');
	if (shares.kind === 'requested')
		return [`Shares of the examples that the policy (${policies}) requests before its first step:`];
	const { steps, changed } = shares;
	return [
		`Achieved shares of the examples: mean of ${steps} of ${record.experiment.steps} steps.`,
		changed
			? `The policy (${policies}) changed them while it trained. Only their mean is here:`
			: `The policy (${policies}) kept them at every step:`,
	];
}

const missingLines = ({ name, file, rows }: ServerSkill): string[] =>
	rows
		? []
		: [
				`  not in the zip: ${file}. Save the training rows of ${name} there, one per line:`,
				'  {"messages": [{"role": "user", "content": "…"}, {"role": "assistant", "content": "…"}]}',
			];

function modelLines({ hubId, model, modelName, record }: ServerRun): string[] {
	const { sha256, about } = record.experiment.model;
	const { file } = about ?? {};
	return hubId === null
		? [
				`Model: put the folder of ${modelName} at ${model}, or write another path.`,
				`Its SHA-256: ${sha256}`,
				...(file
					? [`The lab opened ${file.name} (${file.bytes} bytes, SHA-256 ${file.sha256}).`]
					: []),
			]
		: [`Model: ${hubId} on the hub, ${modelName} in the lab. Check that they are the same.`];
}

const templateLines = [
	'It has no chat template: chat_template.jinja writes what the lab writes.',
	'LLaMA-Factory finds it in the folder of the model only: copy it there.',
];

function differences({ record, watched, skills, ...run }: ServerRun): string[] {
	const { experiment } = record;
	const { optimizer, seed, budget, schedule } = experiment;
	return [
		'The examples of each batch and their order. Each trainer draws its own.',
		'The mean of the loss: the lab weighs examples equally, a trainer weighs tokens equally.',
		'Long examples: the lab cuts the start of the question, a trainer the end of the example.',
		...(schedule.warmup > 0
			? ['The rate of each step: a trainer is one step behind, so its first has the lowest.']
			: []),
		'Evaluations of held-out examples, samples and checkpoints of the lab.',
		'TRL trains only the last answer of a conversation, LLaMA-Factory each one, also of weight 0.',
		'LLaMA-Factory skips conversations with tools, and those whose turns do not alternate.',
		...(watched.length > 0 ? [`Skills that are only evaluated: ${watched.join(', ')}.`] : []),
		...(skills.some(({ rows }) => rows?.hasRawText)
			? ['Raw text: it has an empty question here, as the trainers need one.']
			: []),
		...(budget ? [`The budget in ${budget.kind}: max_steps ends the training.`] : []),
		...adapterDifferences(experiment.adapter),
		...(run.accumulation === optimizer.accumulation
			? []
			: [
					`${optimizer.accumulation} passes per step do not divide the batch evenly: ` +
						`here they are ${run.accumulation}.`,
				]),
		...(run.seed === seed ? [] : [`The seed ${seed}: it is taken modulo 2^32.`]),
	];
}

/** NF4 carries over. */
const otherStorages: Partial<Record<string, string>> = { bf16: '16 bits', int8: '8 bits' };
function adapterDifferences(adapter: ServerRun['record']['experiment']['adapter']): string[] {
	const { base = 'f32', from } = adapter ?? {};
	const storage = otherStorages[base];
	return [
		...(storage === undefined
			? []
			: [`Frozen weights in ${storage}: the trainers do not compress them.`]),
		...(from === undefined
			? []
			: [
					`The adapter that the run began with, SHA-256 ${from}: a trainer begins with a new one.`,
					'To go on from it: adapter_name_or_path of LLaMA-Factory.',
				]),
	];
}
