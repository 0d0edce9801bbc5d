/** How each table of results/details.md is computed from the CSV files, by its section. */
import { withSign } from '#languages/format.ts';
import {
	average,
	averageLoss,
	bestAverage,
	bootstrapColumn,
	changeOfGeneralLoss,
	commonColumn,
	difference,
	differenceColumn,
	readExact,
	readLoss,
	meanColumn,
	noisyShare,
	policyRow,
	rowWith,
	seedsColumn,
	readShare,
	studentColumn,
	three,
	two,
	worst,
	type FigureColumn,
} from './figureColumns.ts';
import { influenceColumn } from './influences.ts';

export type FigureTable = Readonly<Record<string, FigureColumn>>;

function blendTable(name: string): FigureTable {
	const readRow = policyRow(name, (row) => `domain ${row}`);
	return {
		'domain, exact match, %': bootstrapColumn(readRow, average),
		'against 100 %, points': differenceColumn(readRow, average, '100 %'),
		'general text, change of loss, nats': bootstrapColumn(readRow, changeOfGeneralLoss, (value) =>
			withSign(value, 3),
		),
	};
}

function averageAndDifference(name: string, extra: FigureTable = {}): FigureTable {
	const readRow = policyRow(name);
	return {
		...extra,
		'average exact match, %': studentColumn(readRow, average),
		'against uniform, points': differenceColumn(readRow, average, 'uniform'),
	};
}

/** `skill`: the one that decides the average. */
function againstHeuristics(name: string, skill: string): FigureTable {
	const readRow = policyRow(name);
	return {
		'average exact match, %': studentColumn(readRow, average),
		'against temperature 10, points': differenceColumn(readRow, average, 'temperature 10'),
		'against uniform, points': differenceColumn(readRow, average, 'uniform'),
		[`exact match on \`${skill}\`, %`]: studentColumn(readRow, readExact(skill)),
		[`share of \`${skill}\`, %`]: meanColumn(readRow, readShare(skill)),
	};
}

function againstStratified(name: string): FigureTable {
	const readRow = policyRow(name);
	return {
		'average exact match, %': studentColumn(readRow, average),
		'worst skill, %': studentColumn(readRow, worst),
		'against stratified, points': differenceColumn(readRow, average, 'stratified'),
		'worst against stratified, points': differenceColumn(readRow, worst, 'stratified'),
		'mean updates before the run': meanColumn(
			readRow,
			({ cost }) => cost.updates,
			(value) => value.toFixed(0),
		),
	};
}

const policies = policyRow('policies');
const noisyPool = policyRow('noisy-pool');
const primed = policyRow('primed');
const selection = policyRow('mos-selection');
const noise = policyRow('noise');
const primedNoise = policyRow('primed-noise');
const regmix = policyRow('regmix-primed');
const thirty = policyRow('primed-thirty');
const bases = policyRow('primed-bases');
const mos300 = policyRow('mos-300');
const olmix = policyRow('olmix-reuse');
const mosLength = policyRow('mos-length');
const meanMix = policyRow('mean-mix', (policy) => `mean mix of ${policy}`);
/** Differences on each base, by its name. */
const onEachBase = (study: string, reference: string, models: readonly string[]) =>
	Object.fromEntries(
		models.map((model) => [
			model,
			differenceColumn((policy) => rowWith(study, { policy, model }), average, reference),
		]),
	);
const laterBases = ['skillet-primed-2', 'skillet-primed-3'];
const primedBases = ['skillet-primed', ...laterBases];
const mospecTargets = policyRow('mospec-targets');
const mosTable = policyRow('mos-table');
/** In the row of a target: MoSpec toward it against MoS with the same reward. */
const targetColumn =
	(label: (target: string) => string, against: string, read = readExact): FigureColumn =>
	(target) =>
		difference(mospecTargets(label(target)), mospecTargets(against), read(target));

/** Rows name no target, columns do. */
const raiseRows = (name: string) => (target: string) =>
	policyRow(name, (row) => row.replace('RAISE', `RAISE ${target}`).replace('the target', target));
const raiseControls = raiseRows('raise-controls');
const raiseOracles = (target: string) =>
	policyRow('raise-oracles', (row) => (row.startsWith('random') ? row : `${target} alone, ${row}`));
/** Each target's score and its difference from the row of `reference` with the same share. */
const targetsAgainst = (rows: typeof raiseControls, reference: string, name = reference) =>
	Object.fromEntries(
		['json', 'sort', 'rev'].flatMap((target) => {
			const [findRow, read] = [rows(target), readExact(target)];
			const against = (row: string) =>
				differenceColumn(findRow, read, row.replace(/^.*, /, `${reference}, `))(row);
			return [
				[`\`${target}\`, %`, studentColumn(findRow, read)],
				[`\`${target}\` against ${name}`, against],
			];
		}),
	);
const raiseShare = policyRow('raise-share');
const realText = policyRow('real-text');
const sizesEpochs = (epochs: number) => (model: string) =>
	rowWith('sizes-epochs', { model, epochs });

/** Each size has its own rate, so medium has a study of its own. */
const sizesCosine = (epochs: number) => (model: string) =>
	model === 'skillet-medium'
		? rowWith('sizes-epochs-cosine-medium', { epochs })
		: rowWith('sizes-epochs-cosine', { model, epochs });

/** Tables by the number at the start of their section, then by the titles of their columns. */
export const figureTables: Readonly<Record<string, FigureTable>> = {
	1: {
		'average exact match, %': studentColumn(policies, average),
		'worst skill, %': studentColumn(policies, worst),
		'against uniform, points': differenceColumn(policies, average, 'uniform'),
		'against proportional, points': differenceColumn(policies, average, 'proportional'),
	},
	2: {
		'exact match on `json`, %': meanColumn(noisyPool, readExact('json')),
		'held-out loss on `json`, nats': meanColumn(noisyPool, readLoss('json'), two),
		'exact match by seed, %': seedsColumn(noisyPool, readExact('json')),
	},
	3: averageAndDifference('noise', {
		'exact match on `add`, %': studentColumn(noise, readExact('add')),
	}),
	4: averageAndDifference('mastered'),
	5: averageAndDifference('mos-presets'),
	6: Object.fromEntries(
		['json', 'sub', 'sort'].flatMap((skill) => {
			const readRow = policyRow(`mospec-${skill}`);
			return [
				[`target ${skill}`, bootstrapColumn(readRow, readExact(skill))],
				[`average, ${skill}`, meanColumn(readRow, average)],
			];
		}),
	),
	7: {
		updates: commonColumn(raiseShare, ({ steps }) => steps),
		'exact match on `json`, %': meanColumn(raiseShare, readExact('json')),
		'by seed': seedsColumn(raiseShare, readExact('json')),
		'loss on `json`, nats': meanColumn(raiseShare, readLoss('json'), two),
		'wrong answers among the picks, %': meanColumn(raiseShare, noisyShare),
		'average exact match, %': meanColumn(raiseShare, average),
		'updates of roll-outs beforehand': commonColumn(raiseShare, ({ cost }) => cost.updates),
	},
	8: blendTable('blend'),
	9: Object.fromEntries(
		[1, 2, 3, 4, 5].map((epochs) => [
			epochs === 1 ? '1 epoch' : `${epochs} epochs`,
			bootstrapColumn(sizesEpochs(epochs), average),
		]),
	),
	10: averageAndDifference('primed', { 'worst skill, %': studentColumn(primed, worst) }),
	11: averageAndDifference('mos-selection', { 'worst skill, %': studentColumn(selection, worst) }),
	12: averageAndDifference('mos-table', {
		'against temperature 10, points': differenceColumn(mosTable, average, 'temperature 10'),
	}),
	13: {
		'MoS difficulty, %': (target) => meanColumn(mospecTargets, readExact(target))('MoS difficulty'),
		...Object.fromEntries(
			[2, 4, 8].map((factor) => [
				`× ${factor}`,
				targetColumn((target) => `MoSpec ${target} × ${factor}`, 'MoS difficulty'),
			]),
		),
		'share at × 8, %': (target) =>
			meanColumn(mospecTargets, readShare(target))(`MoSpec ${target} × 8`),
		'average at × 8': targetColumn(
			(target) => `MoSpec ${target} × 8`,
			'MoS difficulty',
			() => average,
		),
		similarity: targetColumn((target) => `MoSpec ${target}, similarity`, 'MoS similarity'),
	},
	14: Object.fromEntries(
		['json', 'sort', 'rev'].map((target) => [
			`\`${target}\`, %`,
			studentColumn(raiseControls(target), readExact(target)),
		]),
	),
	15: blendTable('blend-primed'),
	16: {
		'mean loss, nats': studentColumn(realText, averageLoss, three),
		'against uniform': differenceColumn(realText, averageLoss, 'uniform', 3),
		...Object.fromEntries(
			['GSM8K', 'SVAMP', 'CodeAlpaca', 'Seed tasks'].map((skill) => [
				skill,
				meanColumn(realText, readLoss(skill), three),
			]),
		),
	},
	17: averageAndDifference('primed-noise', {
		'exact match on `add`, %': studentColumn(primedNoise, readExact('add')),
		'share of `add`, %': meanColumn(primedNoise, readShare('add')),
	}),
	18: targetsAgainst(raiseOracles, 'filtered', 'the filter'),
	19: averageAndDifference('regmix-primed', {
		'worst skill, %': studentColumn(regmix, worst),
		'against stratified, points': differenceColumn(regmix, average, 'stratified'),
		'updates before the run': commonColumn(regmix, ({ cost }) => cost.updates),
	}),
	20: averageAndDifference('primed-thirty', {
		'worst skill, %': studentColumn(thirty, worst),
		'worst against uniform, points': differenceColumn(thirty, worst, 'uniform'),
	}),
	21: Object.fromEntries(
		[1, 3, 5].flatMap((epochs) => {
			const [name, readRow] = [epochs === 1 ? '1 epoch' : `${epochs} epochs`, sizesCosine(epochs)];
			return [
				[name, studentColumn(readRow, average)],
				[`${name}, against base`, differenceColumn(readRow, average, 'skillet-base')],
				[`${name}, general text`, meanColumn(readRow, changeOfGeneralLoss, two)],
			];
		}),
	),
	22: averageAndDifference('primed-bases', {
		...onEachBase('primed-bases', 'uniform', laterBases),
		...Object.fromEntries(
			['sub', 'tr'].map((skill) => [
				`\`${skill}\` against uniform`,
				differenceColumn(bases, readExact(skill), 'uniform'),
			]),
		),
	}),
	23: againstStratified('primed-rivals'),
	24: targetsAgainst(raiseRows('raise-paper'), 'random'),
	25: targetsAgainst(raiseRows('raise-no-tutor'), 'random'),
	26: Object.fromEntries(
		['tutor', 'base'].flatMap((features) =>
			[1, 20, 40, 60].map((step) => [`${features}, step ${step}`, influenceColumn(features, step)]),
		),
	),
	27: averageAndDifference('mos-300', {
		'best checkpoint, %': studentColumn(mos300, bestAverage),
		'against temperature 10, points': differenceColumn(mos300, average, 'temperature 10'),
	}),
	28: {
		'average exact match, %': studentColumn(olmix, average),
		'against anew, 48 trials, points': differenceColumn(olmix, average, 'anew, 48 trials'),
		'against stratified, points': differenceColumn(olmix, average, 'stratified'),
		'share of `rev`, %': meanColumn(olmix, readShare('rev')),
		'updates before the run': commonColumn(olmix, ({ cost }) => cost.updates),
	},
	29: againstStratified('primed-others'),
	30: {
		'average exact match, %': studentColumn(mosLength, average),
		'against temperature 10, points': differenceColumn(mosLength, average, 'temperature 10'),
		...onEachBase('mos-length', 'temperature 10', primedBases),
		'exact match on `add`, %': studentColumn(mosLength, readExact('add')),
		'share of `add`, %': meanColumn(mosLength, readShare('add')),
	},
	31: {
		'the run, %': studentColumn(policyRow('mean-mix'), average),
		'its mean mix, %': studentColumn(meanMix, average),
		'run − mean mix, points': (policy) =>
			difference(policyRow('mean-mix')(policy), meanMix(policy), average),
		...Object.fromEntries(
			primedBases.map((model): [string, FigureColumn] => [
				model,
				(policy) =>
					difference(
						rowWith('mean-mix', { policy, model }),
						rowWith('mean-mix', { policy: `mean mix of ${policy}`, model }),
						average,
					),
			]),
		),
	},
	32: againstHeuristics('mos-thirty', 'fact'),
	33: againstStratified('primed-raise'),
	34: againstHeuristics('mos-length-thirty', 'add'),
};
