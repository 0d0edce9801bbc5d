/** The fields of the settings form that choose what is trained: all weights, or an adapter. */
import { isInRange, numberSpec, type ChoiceSpec, type TextSpec } from '#engine/core/parameters.ts';
import { boundsOf } from '#engine/core/fields.ts';
import { defaultAdapter, experimentSchema, type Experiment } from '#lab/run/experiment.ts';

type Adapter = NonNullable<Experiment['adapter']>;
const adapter = experimentSchema.entries.adapter.wrapped.entries;

/** Options by their own names. The first one is the default. */
export const choiceSpec = (label: string, names: readonly string[], help: string): ChoiceSpec => ({
	kind: 'choice',
	label,
	help,
	default: names[0],
	options: names.map((value) => ({ value, label: value })),
});

const kinds = ['all weights', 'LoRA', 'DoRA'] as const;
const factors = ['α/r', 'α/√r'] as const;
/** By the values of `adapter.base`. */
const bases = {
	f32: '32 bits',
	bf16: '16 bits (bfloat16)',
	int8: '8 bits',
	nf4: '4 bits (NF4)',
} as const;
type Base = keyof typeof bases;
const targets: TextSpec = {
	kind: 'text',
	label: 'Layers',
	help:
		'The layers that get an adapter. Empty: as in peft, usually q_proj and v_proj. all-linear: ' +
		'all linear layers. Or names with commas between them, or a regular expression between ' +
		'slashes.',
	default: '',
};

const pattern = (label: string, help: string): TextSpec => ({
	kind: 'text',
	label,
	help: `${help} A name is the end of a layer’s name, or a regular expression for it.`,
	default: '',
	advanced: true,
});

export const adapterSpecs = {
	'adapter.kind': choiceSpec(
		'Trained',
		kinds,
		'All weights: full fine-tuning. LoRA (arXiv 2106.09685): the weights stay as they are, and ' +
			'small matrices beside them are trained, which takes far less memory and often a higher ' +
			'learning rate. DoRA (arXiv 2402.09353): the lengths of the rows are trained too. An ' +
			'adapter always has single precision.',
	),
	'adapter.rank': numberSpec(
		'Rank',
		{ ...boundsOf(adapter.rank), default: defaultAdapter.rank },
		'r: the small side of the small matrices. A larger one can learn more and takes more memory.',
	),
	'adapter.alpha': numberSpec(
		'Alpha',
		{ ...boundsOf(adapter.alpha), default: defaultAdapter.alpha },
		'α: the product of the small matrices is multiplied by α/r.',
	),
	'adapter.dropout': numberSpec(
		'Dropout',
		{ ...boundsOf(adapter.dropout.wrapped), default: 0 },
		'Share of the numbers before the small matrices that a training step leaves out. The seed ' +
			'decides which.',
	),
	'adapter.factor': choiceSpec(
		'Factor',
		factors,
		'α/√r (rank-stabilised LoRA, arXiv 2312.03732) keeps the size of changes at large ranks.',
	),
	'adapter.base': choiceSpec(
		'Frozen weights',
		Object.values(bases),
		'16 bits: matrices take half the memory, and a model that is distributed in BF16 loses ' +
			'nothing. 8 bits: about a quarter; blocks of 64 numbers share a scale, which changes the ' +
			'loss of our models by less than 0.1 %. 4 bits (NF4, as in QLoRA, arXiv 2305.14314): about ' +
			'a sixth, with the embedding in 8 bits; it changes that loss by less than 1 %. Results are ' +
			'merged into the original weights. DoRA needs 32 bits.',
	),
	'adapter.targets': targets,
	'adapter.rankPattern': pattern(
		'Ranks of some layers',
		'Layers with another rank, for example q_proj = 16, layers.0.mlp.up_proj = 4.',
	),
	'adapter.alphaPattern': pattern(
		'Alphas of some layers',
		'Layers with another alpha, for example q_proj = 32.',
	),
};
export type AdapterPath = keyof typeof adapterSpecs;

const nameBase = (label: string | number) =>
	(Object.keys(bases) as Base[]).find((base) => bases[base] === label);

export const isAdapterPath = (path: string): path is AdapterPath =>
	Object.hasOwn(adapterSpecs, path);

export function adapterAt(adapter: Adapter | undefined, path: AdapterPath): string | number {
	switch (path) {
		case 'adapter.kind':
			return adapter ? kinds[adapter.dora ? 2 : 1] : kinds[0];
		case 'adapter.rank':
			return adapter?.rank ?? adapterSpecs[path].default;
		case 'adapter.alpha':
			return adapter?.alpha ?? adapterSpecs[path].default;
		case 'adapter.dropout':
			return adapter?.dropout ?? 0;
		case 'adapter.factor':
			return factors[adapter?.rankStabilised ? 1 : 0];
		case 'adapter.base':
			return bases[adapter?.base ?? 'f32'];
		case 'adapter.targets':
			return targetsText(adapter?.targets);
		case 'adapter.rankPattern':
			return patternText(adapter?.rankPattern);
		case 'adapter.alphaPattern':
			return patternText(adapter?.alphaPattern);
	}
}

export function withAdapter(
	{ adapter, ...others }: Experiment,
	path: AdapterPath,
	value: string | number,
): Experiment {
	if (path === 'adapter.kind' && value === kinds[0]) return others;
	if (path !== 'adapter.kind' && !adapter) return others;
	const { dora, dropout, rankStabilised, targets, base, rankPattern, alphaPattern, ...rest } =
		adapter ?? defaultAdapter;
	const changed = {
		dora: path === 'adapter.kind' ? value === kinds[2] : dora,
		dropout: path === 'adapter.dropout' ? Number(value) : dropout,
		rankStabilised: path === 'adapter.factor' ? value === factors[1] : rankStabilised,
		base: path === 'adapter.base' ? nameBase(value) : base,
		targets: path === 'adapter.targets' ? readTargets(String(value)) : targets,
		rankPattern: path === 'adapter.rankPattern' ? readPattern(String(value)) : rankPattern,
		alphaPattern: path === 'adapter.alphaPattern' ? readPattern(String(value)) : alphaPattern,
	};
	return {
		...others,
		adapter: {
			...rest,
			...(path === 'adapter.rank' && { rank: Number(value) }),
			...(path === 'adapter.alpha' && { alpha: Number(value) }),
			...(changed.dora && { dora: true }),
			...(changed.base && changed.base !== 'f32' && !changed.dora && { base: changed.base }),
			...(changed.dropout !== undefined && changed.dropout !== 0 && { dropout: changed.dropout }),
			...(changed.rankStabilised && { rankStabilised: true }),
			...(changed.targets !== undefined && { targets: changed.targets }),
			...(changed.rankPattern && { rankPattern: changed.rankPattern }),
			...(changed.alphaPattern && { alphaPattern: changed.alphaPattern }),
		},
	};
}

const allLinear = 'all-linear';

function targetsText(targets: Adapter['targets']): string {
	if (targets === undefined) return '';
	if (typeof targets !== 'string') return targets.join(', ');
	return targets.toLowerCase() === allLinear ? targets : `/${targets}/`;
}

function readTargets(text: string): Adapter['targets'] {
	const trimmed = text.trim();
	if (trimmed === '') return undefined;
	if (trimmed.toLowerCase() === allLinear) return allLinear;
	const pattern = /^\/(.+)\/$/.exec(trimmed);
	if (pattern) return pattern[1];
	return trimmed.split(/[\s,]+/).filter((name) => name !== '');
}

type Pattern = Adapter['rankPattern'];

const patternText = (pattern: Pattern): string =>
	Object.entries(pattern ?? {})
		.map(([name, value]) => (Number.isNaN(value) ? name : `${name} = ${value}`))
		.join(', ');

/** `name = 16, name = 4`. A regular expression may have commas. NaN: not of this form. */
function readPattern(text: string): Pattern {
	const parts = text.matchAll(/\s*(\S.*?)\s*(?:=\s*([\d.e+-]+)\s*(?:,|$)|$)/gsu);
	const toNumber = (name: string, value: string | undefined) =>
		/\s/.test(name) ? NaN : Number(value);
	const entries = Array.from(parts, ([, name, value]) => [name, toNumber(name, value)] as const);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Whether each value of a pattern is one that its own field takes. */
export function hasPatternFault(adapter: Adapter | undefined, path: string): boolean {
	const isRank = path === 'adapter.rankPattern';
	if (!isRank && path !== 'adapter.alphaPattern') return false;
	const spec = adapterSpecs[isRank ? 'adapter.rank' : 'adapter.alpha'];
	const values = Object.values((isRank ? adapter?.rankPattern : adapter?.alphaPattern) ?? {});
	return !values.every((value) => isInRange(spec, value) && (!isRank || Number.isInteger(value)));
}
