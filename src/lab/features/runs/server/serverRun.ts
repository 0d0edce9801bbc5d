/**
 * A run as the configurations for trainers on a server need it: shares, files, steps, settings.
 * Shares are in millionths that sum to 1, because numpy rejects probabilities of another sum. Pure.
 */
import { fileStem } from '#engine/core/file.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunRecord } from '#lab/run/stores.ts';
import { normalise } from '#mixing/index.ts';
import type { OrderedRow } from './rowOrder.ts';

/** A skill's training rows as a file of the zip. */
export interface SkillRows {
	readonly count: number;
	/** A row of raw text gets an empty question. */
	readonly hasRawText: boolean;
}
/** By the skills of the experiment. achieved: the mean over `steps` steps of the run. */
export type Shares =
	| { readonly kind: 'requested'; readonly shares: readonly number[] }
	| {
			readonly kind: 'achieved';
			readonly shares: readonly number[];
			readonly steps: number;
			/** A share differed between two steps. */
			readonly changed: boolean;
	  };

export interface ServerRunParts {
	readonly record: RunRecord;
	/** The address that opens the run's experiment. */
	readonly link: string;
	readonly shares: Shares;
	/** By the skills of the experiment; undefined: the zip does not have them. */
	readonly rows: readonly (SkillRows | undefined)[];
	/** The model's name in the lab. */
	readonly modelName: string;
	/** The model's id on the Hugging Face hub; null: unknown. */
	readonly hubId: string | null;
	/** The chat template that the trainers need. null: the model has its own. */
	readonly template?: string | null;
	/** The rows that the run drew, or why they are not known. Absent: it trained no step. */
	readonly order?: readonly OrderedRow[] | string;
	/** Names of the layers with an adapter. Absent: all weights are trained. */
	readonly layers?: readonly string[];
}
export type ServerRun = Readonly<ReturnType<typeof serverRun>>;
export type ServerSkill = ServerRun['skills'][number];

/** The files of one trainer, by their paths in the zip. */
export type ServerTarget = (run: ServerRun) => readonly { name: string; text: string }[];

export function serverRun(parts: ServerRunParts) {
	const { experiment } = parts.record;
	const { batching, optimizer, schedule } = experiment;
	const steps = countSteps(experiment, parts.shares);
	const draws = steps * batching.size;
	const trained = experiment.skills.flatMap((skill, i) =>
		skill.use === 'train'
			? [{ skill: i, name: skill.name, share: parts.shares.shares[i], rows: parts.rows[i] }]
			: [],
	);
	const least = Math.max(1 / million, Math.min(0.01, 1 / draws));
	const used = trained.filter(({ share }) => share >= least);
	const shares = inMillionths(used.map(({ share }) => share));
	const accumulation = passes(batching.size, optimizer.accumulation);
	const { rows: _rows, layers, ...others } = parts;
	return {
		...others,
		/** Its missing settings have their defaults. null: all weights are trained. */
		adapter: wholeAdapter(experiment, layers),
		/** The trained skills with a share. `skill`: an index in the experiment's skills. */
		skills: used.map(({ skill, name, rows }, i) => {
			/** Unique. A letter or digit of any script, or a hyphen. */
			const stem = `${i + 1}-${fileStem(name)}`;
			const wanted = Math.ceil(shares[i] * draws);
			/** More rows than the run can draw would only lengthen the mix. undefined: all rows. */
			const maxRows = rows && wanted < rows.count ? wanted : undefined;
			return { skill, name, stem, file: `data/${stem}.jsonl`, share: shares[i], rows, maxRows };
		}),
		/** Trained skills with a share of 0, or so small that less than one example is expected. */
		leftOut: listNames(trained.filter((each) => !used.includes(each))),
		watched: listNames(experiment.skills.filter(({ use }) => use === 'watch')),
		steps,
		warmupSteps: Math.round(schedule.warmup * steps),
		/** Examples per pass, and passes per step: their product is the batch. */
		microBatch: batching.size / accumulation,
		accumulation,
		/** Below 2³², as numpy needs it. */
		seed: experiment.seed % 2 ** 32,
		/** Hub id or folder. */
		model: parts.hubId ?? `./${fileStem(parts.modelName)}`,
	};
}

const wholeAdapter = ({ adapter }: Experiment, layers: readonly string[] | undefined) =>
	adapter && layers ? { dropout: 0, rankStabilised: false, dora: false, ...adapter, layers } : null;

const million = 1_000_000;
const listNames = (skills: readonly { readonly name: string }[]) => skills.map(({ name }) => name);

/** A budget of tokens or seconds ended the run at a step of its own. */
const countSteps = ({ steps, budget }: Experiment, shares: Shares): number =>
	budget && shares.kind === 'achieved' ? shares.steps : steps;

/** The fewest equal passes that are at least as many as `wanted`. */
function passes(size: number, wanted: number): number {
	let count = wanted;
	while (size % count !== 0) count++;
	return count;
}

/** The largest share takes the rounding. */
function inMillionths(shares: readonly number[]): number[] {
	const parts = normalise(shares).map((share) => Math.max(1, Math.round(share * million)));
	const rest = million - sum(parts);
	const largest = parts.indexOf(highest(parts));
	return parts.map((part, i) => (part + (i === largest ? rest : 0)) / million);
}

const ownerName = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;
/** Folders of a disk: transformers and cards name a model by its path, too. */
const folders =
	/^(models?|checkpoints?|ckpts?|outputs?|results?|runs?|saves?|tmp|data)\/|\/checkpoint-\d+$/i;
const isHubId = (text: string) => ownerName.test(text) && !folders.test(text);

/**
 * `config`: the text of config.json. Its `_name_or_path`, else an `owner/name` of the card that has
 * the card's title or the folder's name. The card's `base_model` is another model. null: none.
 */
export function findHubId(name: string, config: string, card: string): string | null {
	const path = /"_name_or_path"\s*:\s*"([^"]*)"/.exec(config)?.[1];
	if (path !== undefined && isHubId(path)) return path;
	const body = card.replace(/^---\n[\s\S]*?\n---\n/, '');
	const title = /^#\s+(\S+)\s*$/m.exec(body)?.[1];
	const named = [title, name].filter((each) => each !== undefined);
	const ids = [...body.matchAll(/["'\s(]([\w-][\w.-]*\/[\w-][\w.-]*)["'\s)]/g)].map(([, id]) => id);
	return ids.find((id) => isHubId(id) && named.includes(id.split('/')[1])) ?? null;
}
