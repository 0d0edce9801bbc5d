/**
 * The lint rule that keeps the floors of src/ apart: imports go downwards, and a floor's nested folders are
 * reached from other floors only through the floor's top-level files. Plain JavaScript, because ESLint loads it.
 */
import path from 'node:path';

/** From the ground up. */
export const floors = [
	'core',
	'gpu',
	'model',
	'data',
	'mixing',
	'evaluation',
	'training',
	'experiment',
	'storage',
	'worker',
	'ui',
];

/** Floors that may take values from fewer floors than lie below them. Types are free where `types` says so. */
const narrow = {
	mixing: {
		values: (target) => target.floor === 'core',
		types: (target) => target.floor === 'core' || target.floor === 'data',
		rule: 'mixing/ imports core/ and the types of data/ only, so that a policy is pure',
	},
	ui: {
		values: (target) =>
			target.floor === 'core' || (target.floor === 'worker' && target.inside === 'client.ts'),
		types: () => true,
		rule: 'ui/ imports core/, types, and #worker/client.ts only; ask the worker instead',
	},
};

/** @returns {{ floor: string, inside: string } | null} the floor that a file of the project lies on */
function placeOf(file) {
	const found = /(?:^|\/)src\/([^/]+)\/(.+)$/.exec(file.replaceAll('\\', '/'));
	return found && floors.includes(found[1]) ? { floor: found[1], inside: found[2] } : null;
}

/** Where an import leads: by alias (`#data/skill.ts`) or by a relative path. Packages give null. */
function targetOf(specifier, file) {
	const clean = specifier.replace(/\?.*$/, '');
	const alias = /^#([^/]+)\/(.+)$/.exec(clean);
	if (alias) return floors.includes(alias[1]) ? { floor: alias[1], inside: alias[2] } : null;
	if (!clean.startsWith('.')) return null;
	return placeOf(path.resolve(path.dirname(file), clean));
}

function complaint(from, target, typeOnly) {
	if (from.floor === target.floor) return null;
	if (floors.indexOf(target.floor) > floors.indexOf(from.floor))
		return `${from.floor}/ is below ${target.floor}/: move the shared type down, or take it as an argument.`;
	const limit = narrow[from.floor];
	if (limit && !(typeOnly ? limit.types(target) : limit.values(target))) return `${limit.rule}.`;
	if (target.inside.includes('/'))
		return `${target.inside} is inside ${target.floor}/: import a top-level file of ${target.floor}/ that offers it.`;
	return null;
}

const isTypeOnly = (node) => {
	if (node.type === 'TSImportType') return true;
	if (node.importKind === 'type' || node.exportKind === 'type') return true;
	const specifiers = node.specifiers ?? [];
	return (
		specifiers.length > 0 &&
		specifiers.every((one) => one.importKind === 'type' || one.exportKind === 'type')
	);
};

/** @type {import('eslint').Rule.RuleModule} */
export const downwards = {
	meta: { type: 'problem', schema: [], messages: { floor: '{{message}}' } },
	create(context) {
		const from = placeOf(context.filename);
		if (!from) return {};
		const check = (node, source, typeOnly = isTypeOnly(node)) => {
			if (typeof source?.value !== 'string') return;
			const target = targetOf(source.value, context.filename);
			const message = target && complaint(from, target, typeOnly);
			if (message) context.report({ node: source, messageId: 'floor', data: { message } });
		};
		return {
			ImportDeclaration: (node) => check(node, node.source),
			ExportNamedDeclaration: (node) => check(node, node.source),
			ExportAllDeclaration: (node) => check(node, node.source),
			ImportExpression: (node) => check(node, node.source),
			TSImportType: (node) => check(node, node.source ?? node.argument?.literal),
			// new URL('../worker/lab.worker.ts', import.meta.url): an address, which brings no value here.
			"NewExpression[callee.name='URL'] > MemberExpression.arguments > MetaProperty": (node) =>
				check(node, node.parent.parent.arguments[0], true),
		};
	},
};

export const floorsPlugin = { rules: { downwards } };
