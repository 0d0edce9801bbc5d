/**
 * The lint rule that holds the layout of src/: imports go down from floor to floor, a feature never
 * imports another feature, and a floor's nested folders are reached from other floors only through
 * the floor's top-level files. Only the type of all calls (lab/worker/lab.ts) looks upwards, at
 * the list of features' parts. No file outside of workshop/ imports from it. Plain JavaScript,
 * because oxlint loads it.
 */
import path from 'node:path';

/** From the bottom up: folders of src/. Each feature is a folder of features/. */
export const floors = [
	'languages',
	'engine/core',
	'engine/gpu',
	'engine/model',
	'engine/data',
	'engine/training',
	'mixing',
	'lab/training',
	'lab/run',
	'lab/study',
	'lab/storage',
	'lab/worker',
	'lab/page',
	'lab/features',
];

/**
 * The files of a part's floors that other parts may import. The engine has no single entry for the
 * lab, because a bundle must not take all of it. engine/core is open, and so is engine/data but for
 * its generators.
 */
const entries = {
	// The page needs the other before it loads a policy.
	mixing: ['index.ts', 'explanationText.ts', 'figures.ts'],
	'engine/gpu': [
		'checkKernels.ts',
		'computeDevice.ts',
		'costModel.ts',
		'device.ts',
		'kernel.ts',
		'report.ts',
		'wasmFiles.ts',
	],
	'engine/model': [
		'adapterSettings.ts',
		'adapters.ts',
		'architecture.ts',
		'chatTemplate.ts',
		'DecoderOnDevice.ts',
		'folder.ts',
		'gguf.ts',
		'ignoredFields.ts',
		'openFolder.ts',
		'packedModel.ts',
		'safetensors.ts',
		'tensors.ts',
		'tokenizer.ts',
		'weightFiles.ts',
	],
	'engine/training': [
		'compareGradients.ts',
		'continuations.ts',
		'engineVersion.ts',
		'evaluateSkills.ts',
		'Learner.ts',
		'measure.ts',
		'memory.ts',
		'openAnswering.ts',
		'openTraining.ts',
		'optimizer.ts',
		'RunEnd.ts',
		'samples.ts',
		'selfTestSamples.ts',
		'settings.ts',
		'shapeTimes.ts',
		'trial.ts',
		'trialShapes.ts',
		'writtenAnswers.ts',
	],
};

/** Folders whose nested files other floors may import: each is a part of its own. */
const open = new Set(['languages', 'lab/page', 'lab/features', 'lab/worker']);

/**
 * @param {string} file relative to src/
 * @returns {{ floor: string, inside: string, feature?: string, isPage: boolean } | null}
 */
function locate(file) {
	const floor = floors.find((name) => file.startsWith(`${name}/`));
	if (!floor) return null;
	const inside = file.slice(floor.length + 1);
	if (floor !== 'lab/features') return { floor, inside, isPage: floor === 'lab/page' };
	const [feature, part] = inside.split('/');
	if (part === undefined) return { floor, inside, isPage: false };
	return { floor, inside, feature, isPage: part === 'page' || part === 'page.ts' };
}

function locateFile(file) {
	const found = /(?:^|\/)src\/(.+)$/.exec(file.replaceAll('\\', '/'));
	return found && locate(found[1]);
}

const engineEntry = '#engine/index.ts';

/** The target of an import by alias (`#engine/data/skill.ts`) or path; null for a package. */
function locateTarget(specifier, file) {
	const clean = specifier.replace(/\?.*$/, '');
	if (clean === engineEntry) return { floor: 'engine', inside: 'index.ts', isPage: false };
	if (clean.startsWith('#')) return locate(clean.slice(1));
	if (!clean.startsWith('.')) return null;
	return locateFile(path.resolve(path.dirname(file), clean));
}

function complaint(from, target, typeOnly) {
	const { floor } = from;
	if (target.floor === 'engine')
		return `A bundle with ${engineEntry} has all of the engine: import the file that you need.`;
	if (floor === 'lab/features' && target.floor === 'lab/features')
		return featureComplaint(from, target);
	if (floor === target.floor || (typeOnly && listsCalls(from, target))) return null;
	if (floors.indexOf(target.floor) > floors.indexOf(floor))
		return (
			`${floor}/ is below ${target.floor}/: ` +
			'move the shared part down, or pass it as an argument.'
		);
	if (floor === 'mixing' && target.floor !== 'languages' && target.floor !== 'engine/core')
		return 'mixing/ imports core/ and languages/ only, so that a policy is pure.';
	const offered = partOf(target.floor) === partOf(floor) ? undefined : entries[target.floor];
	if (offered && !offered.includes(target.inside))
		return (
			`${target.inside} is inside ${target.floor}/, which offers ${offered.join(', ')}: ` +
			'export it from one of them, or add it to the list in scripts/floors.js.'
		);
	if (from.isPage && !typeOnly && !isForPage(target))
		return (
			'The page imports core/, lab/run/, lab/study/, types, and #lab/worker/client.ts only: ' +
			'use a call of the worker instead.'
		);
	if (target.inside.includes('/') && !open.has(target.floor))
		return (
			`${target.inside} is inside ${target.floor}/: ` +
			`import a top-level file of ${target.floor}/ that exports it.`
		);
	return null;
}

/** The one file below the features that names them: the type of all calls. */
const listsCalls = ({ floor, inside }, target) =>
	floor === 'lab/worker' &&
	inside === 'lab.ts' &&
	target.floor === 'lab/features' &&
	target.inside === 'worker.ts';

/** Whether a file outside of workshop/ imports from it. */
function entersWorkshop(specifier, file) {
	if (!specifier.startsWith('.')) return false;
	const target = path.relative('workshop', path.resolve(path.dirname(file), specifier));
	return !target.startsWith('..') && path.relative('workshop', file).startsWith('..');
}

const workshopMessage =
	'workshop/ imports the product, never the reverse: npm ci of the product does not install it. ' +
	'Move what both need to scripts/lib/ or src/.';

/** `engine/gpu` is of the part `engine`. */
const partOf = (floor) => floor.split('/')[0];

function featureComplaint(from, target) {
	// Files beside the features import all of them.
	if (from.feature === undefined || from.feature === target.feature) return null;
	return (
		'A feature imports no other feature: ' +
		`move the shared part of ${target.inside} down to lab/ or page/.`
	);
}

/** Floors whose values run in the page's thread. */
function isForPage({ floor, inside, isPage }) {
	if (floor === 'lab/worker') return inside === 'client.ts';
	return isPage || ['languages', 'engine/core', 'lab/run', 'lab/study'].includes(floor);
}

const isTypeOnly = (node) => {
	if (node.type === 'TSImportType') return true;
	if (node.importKind === 'type' || node.exportKind === 'type') return true;
	const specifiers = node.specifiers ?? [];
	return (
		specifiers.length > 0 &&
		specifiers.every(({ importKind, exportKind }) => importKind === 'type' || exportKind === 'type')
	);
};

/** @type {import('eslint').Rule.RuleModule} */
export const downwards = {
	meta: { type: 'problem', schema: [], messages: { floor: '{{message}}' } },
	create(context) {
		const from = locateFile(context.filename);
		const check = (node, source, typeOnly = isTypeOnly(node)) => {
			if (typeof source?.value !== 'string') return;
			if (entersWorkshop(source.value, context.filename))
				context.report({ node: source, messageId: 'floor', data: { message: workshopMessage } });
			if (!from) return;
			const target = locateTarget(source.value, context.filename);
			const message = target && complaint(from, target, typeOnly);
			if (message) context.report({ node: source, messageId: 'floor', data: { message } });
		};
		return {
			ImportDeclaration: (node) => check(node, node.source),
			ExportNamedDeclaration: (node) => check(node, node.source),
			ExportAllDeclaration: (node) => check(node, node.source),
			ImportExpression: (node) => check(node, node.source),
			TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
			// new URL('../lab.worker.ts', import.meta.url): an address, which imports no value.
			"NewExpression[callee.name='URL'] > MemberExpression.arguments > MetaProperty": (node) =>
				check(node, node.parent.parent.arguments[0], true),
		};
	},
};

export default { meta: { name: 'floors' }, rules: { downwards } };
