/**
 * DataFlex: LLaMA-Factory with policies in the loop. The folder's Python is in policies.py and
 * train.py beside this file; here are the run's settings in its format.
 */
import type { Json, JsonObject } from '#engine/core/json.ts';
import { readDefault } from '#engine/core/parameters.ts';
import { lowest } from '#engine/core/statistics.ts';
import { policyById } from '#mixing/index.ts';
import { dataSet, dataSetsText, llamaFactorySettings } from '../llamaFactory.ts';
import type { ServerRun, ServerTarget } from '../serverRun.ts';
import { commented, yaml } from '../settings.ts';

/** Settings of policies.py. */
const scorer = [
	...['reward', 'average', 'beta', 'averageStart', 'examples'],
	...['optimizer', 'innerSteps', 'learningRate', 'tau'],
];
/** The policies of policies.py, and the settings that they have. */
const components: Readonly<Record<string, readonly string[]>> = {
	mos: scorer,
	mospec: [...scorer, 'target', 'factor'],
};
/** Settings that config.yaml has, or that its format decides. */
const placed = ['interval', 'atStepZero'];

export const dataflex: ServerTarget = (run) => {
	const found = run.record.experiment.policy.findLast(({ id }) => Object.hasOwn(components, id));
	const { id, settings } = found ?? { id: 'mos', settings: {} };
	const folder = (name: string, text: string) => ({ name: `dataflex/${name}`, text });
	return [
		folder('config.yaml', commented(about(run)) + yaml(configOf(run, id, settings))),
		folder('components.yaml', yaml(componentsOf(run, id, settings))),
		folder('dataset_info.json', dataSets(run)),
		folder('README.md', readme(run, id, found !== undefined, settings)),
	];
};

/** The reward `alignment` needs virtual steps, which policies.py cannot take. */
const hasPlace = (id: string, [name, value]: readonly [string, Json]): boolean =>
	[...components[id], ...placed].includes(name) && !(name === 'reward' && value === 'alignment');

/** The run's settings that have a place in the folder, and the defaults of the others. */
const valuesOf = (id: string, settings: JsonObject): JsonObject => ({
	...Object.fromEntries(
		Object.entries(policyById(id).parameters).map(([name, spec]) => [name, readDefault(spec)]),
	),
	...Object.fromEntries(Object.entries(settings).filter((setting) => hasPlace(id, setting))),
});

const about = ({ record, link }: ServerRun) => [
	'DataFlex. In this folder: python train.py (README.md says more).',
	`Made by Skillet from the run ${record.id} of this experiment:`,
	link,
	'What does not carry over: the comments of ../llamafactory.yaml.',
	'',
];

const modelPath = ({ hubId, model }: ServerRun) => hubId ?? `../${model.replace('./', '')}`;

function configOf(run: ServerRun, id: string, settings: JsonObject): JsonObject {
	const paths = { model: modelPath(run), data: '.', output: 'tuned' };
	const { max_steps, ...others } = llamaFactorySettings(run, paths);
	const { interval, atStepZero } = valuesOf(id, settings);
	const update = Number(interval);
	return {
		...others,
		train_type: 'dynamic_mix',
		components_cfg_file: 'components.yaml',
		component_name: id,
		mixture_sample_rule: 'mixture',
		init_mixture_proportions: run.skills.map(() => 1),
		train_step: max_steps,
		warmup_step: atStepZero === true ? 1 : update,
		update_step: update,
		update_times: -1,
	};
}

/** Both policies, so that the other one is one word in config.yaml. */
function componentsOf(run: ServerRun, used: string, settings: JsonObject): JsonObject {
	const mixers = Object.entries(components).map(([id, names]) => {
		const values = valuesOf(id, id === used ? settings : {});
		const written = names.map((name) => [
			name,
			name === 'target' ? targetOf(run, values[name]) : values[name],
		]);
		const params = {
			...(Object.fromEntries(written) as JsonObject),
			base_model: modelPath(run),
			seed: run.seed,
		};
		return [id, { name: id, params }];
	});
	return { mixers: Object.fromEntries(mixers) as JsonObject };
}

/** MoSpec's target by its data set. Default: the skill with the fewest rows, as in the lab. */
function targetOf({ skills, record }: ServerRun, id: Json): string {
	const chosen = skills.find(({ skill }) => record.experiment.skills[skill].id === id);
	const sizes = skills.map(({ rows }) => rows?.count ?? Infinity);
	return (chosen ?? skills[sizes.indexOf(lowest(sizes))]).stem;
}

/** All rows: a policy may draw more of a skill than the run did. */
const dataSets = ({ skills }: ServerRun) =>
	dataSetsText(skills.map(({ stem, file }) => [stem, dataSet(`../${file}`)]));

function readme(run: ServerRun, id: string, isRuns: boolean, settings: JsonObject): string {
	const lost = isRuns ? lostSettings(id, settings) : [];
	const lines = [
		'Install: `pip install dataflex==1.1.0` (with LLaMA-Factory 0.9.5).',
		modelPlace(run),
		'In this folder: `python train.py`, or `torchrun --nproc_per_node 2 train.py`. ' +
			'Without a GPU: `python train.py use_cpu=true`.',
		`${policyChoice(run, id, isRuns)} \`component_name\` chooses the other one of components.yaml.`,
		'`tuned/` then has the adapter or the weights, and `shares.jsonl` the shares of each update.',
		'A policy measures its rows in every process, and the first one decides. ' +
			"They are not the lab's.",
		'Batches are per process: with several, divide `per_device_train_batch_size` or ' +
			'`gradient_accumulation_steps` by their number.',
		'A second run continues from the last checkpoint in `tuned/`, the policy from its ' +
			'next update on. Delete `tuned/` to begin again.',
		'The reward uncertainty measures training rows instead of validation rows.',
		`Not carried over: ${lost.length > 0 ? lost.join(', ') : 'no setting of the policy'}. ` +
			'What else differs: the comments of ../llamafactory.yaml.',
	];
	const numbered = lines.map((line, i) => `${i + 1}. ${line}\n`);
	return `# The run's policy on many GPUs, through DataFlex\n\n${numbered.join('')}`;
}

function modelPlace(run: ServerRun): string {
	const { hubId, modelName, record } = run;
	const template = run.template ? ' Copy ../chat_template.jinja into its folder.' : '';
	if (hubId !== null) return `The model is ${hubId} on the hub.${template}`;
	const { sha256 } = record.experiment.model;
	const folder = `Put the folder of ${modelName} at \`${modelPath(run)}\``;
	return `${folder}; the SHA-256 of its weights is ${sha256}.${template}`;
}

function policyChoice({ record }: ServerRun, id: string, isRuns: boolean): string {
	const { policy } = record.experiment;
	const names = policy.map((each) => each.id).join(', ');
	if (!isRuns)
		return `The run's policy (${names}) is not in policies.py, so config.yaml names ${id}.`;
	if (policy.length === 1) return `The policy is the run's, ${id}.`;
	return `Of the run's policies (${names}), config.yaml names the last one in policies.py, ${id}.`;
}

/** Settings that differ from their defaults and have no place in the folder. */
const lostSettings = (id: string, settings: JsonObject): string[] => {
	const defaults = valuesOf(id, {});
	return Object.entries(settings)
		.filter((setting) => !hasPlace(id, setting))
		.filter(([name, value]) => JSON.stringify(defaults[name]) !== JSON.stringify(value))
		.map(([name, value]) => `${name} ${JSON.stringify(value)}`);
};
