/**
 * The tables of the guide that follow from the code. In a page each stands between
 * `<!-- reference: NAME -->` and `<!-- end -->`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { canonicalJson } from '#engine/core/json.ts';
import { englishText } from '#engine/core/message.ts';
import { readDefault, type ParameterSpec, type TextSpec } from '#engine/core/parameters.ts';
import { features } from '#lab/features/index.ts';
import { settingGroups, toSpec } from '#lab/features/library/page/settings.ts';
import { ruleKinds } from '#lab/features/questions/model/rules/registry.ts';
import { categories } from '#lab/features/questions/model/categories.ts';
import { listParts, partTitles } from '#lab/page/shell/pageParts.ts';
import { commonParameters, mixingPolicies, type MixingPolicy } from '#mixing/index.ts';
import { formatMarkdown, markdownTable } from './markdown.ts';

/** `[2406.08811](https://arxiv.org/abs/2406.08811)`, or the host as its name. */
function sourceLink(url: string): string {
	const { host, pathname } = new URL(url);
	const name = host === 'arxiv.org' ? pathname.replace('/abs/', '') : host;
	return `[${name}](${url.replace('(', '%28').replace(')', '%29')})`;
}

/** The cells of a table; the first row is the header. */
type Rows = readonly (readonly string[])[];

const code = (text: string): string => `\`${text}\``;
const list = (values: readonly string[]): string => values.map(code).join(', ');

/** `1,000,000`, and small numbers as they are. */
const number = (value: number): string =>
	value >= 1000 ? value.toLocaleString('en') : String(value);

function valuesOf(spec: ParameterSpec | TextSpec): string {
	switch (spec.kind) {
		case 'number': {
			const { min, max, aboveMin, integer, unit } = spec;
			const kind = integer ? 'whole, ' : '';
			const range = `${aboveMin ? 'above' : 'from'} ${number(min)} to ${number(max)}`;
			return `${kind}${range}${unit ? ` ${englishText(unit)}` : ''}`;
		}
		case 'choice':
			return list(spec.options.map(({ value }) => value));
		case 'flag':
			return list(['true', 'false']);
		case 'text':
			return 'text';
		case 'skill':
			return 'a skill';
		case 'skills':
			return 'a list of skills';
		case 'ratios':
			return 'shares by skill';
		case 'timetable':
			return 'shares at rising steps';
	}
}

function defaultOf(spec: ParameterSpec | TextSpec): string {
	const value = spec.kind === 'text' ? spec.default : readDefault(spec);
	return typeof value === 'object' || value === '' ? 'none' : code(String(value));
}

const settingRow = (name: string, spec: ParameterSpec | TextSpec) => [
	code(name),
	valuesOf(spec),
	defaultOf(spec),
];

function policyFile(id: string): string {
	const folder = 'src/mixing/policies';
	const found = readdirSync(folder).find((name) =>
		readFileSync(`${folder}/${name}`, 'utf8').includes(`= policyOf('${id}',`),
	);
	if (found === undefined) throw new Error(`${folder} has no policy "${id}".`);
	return `${folder}/${found}`;
}

const tables: { readonly [name: string]: () => Rows } = {
	'settings of an experiment': () => [
		['setting', 'values', 'default'],
		...settingGroups.flatMap(({ paths }) => paths.map((path) => settingRow(path, toSpec(path)))),
	],
	policies: () => [
		['policy', 'what it does', 'source'],
		...mixingPolicies.map(({ id, title, summary, citation }: MixingPolicy) => [
			`[${code(id)}](../../${policyFile(id)}) ${englishText(title)}`,
			englishText(summary),
			citation?.url ? sourceLink(citation.url) : '–',
		]),
	],
	'presets of policies': () => [
		['policy', 'preset', 'settings'],
		...mixingPolicies.flatMap(({ id, presets = [] }: MixingPolicy) =>
			presets.flatMap(({ title, settings }) => {
				const entries = Object.entries(settings);
				const values = entries.map(([name, value]) => `${name} ${canonicalJson(value)}`);
				return values.length > 0 ? [[code(id), englishText(title), list(values)]] : [];
			}),
		),
	],
	'settings of policies': () => [
		['setting', 'values', 'default'],
		...mixingPolicies.flatMap(({ id, parameters }) =>
			Object.entries<ParameterSpec>(parameters).map(([name, spec]) =>
				settingRow(`${id}.${name}`, spec),
			),
		),
		...Object.entries(commonParameters).map(([name, spec]) => settingRow(`all.${name}`, spec)),
	],
	'parts of the page': () => {
		const titles = partTitles(features);
		const { hideable, places } = listParts(features);
		return [
			['name', 'part of the page', 'a place'],
			...hideable.map((part) => [
				code(part),
				titles[part] ?? ownParts[part] ?? '',
				places.includes(part) ? 'yes' : '',
			]),
		];
	},
	rules: () => [
		['rule', 'for', 'settings'],
		...ruleKinds.map(({ kind, categories: served, example }) => [
			code(kind),
			served.length === categories.length ? 'all categories' : served.join(', '),
			Object.keys(example.settings).length === 0 ? 'none' : code(JSON.stringify(example.settings)),
		]),
	],
};

/** The page's own parts have no title. */
const ownParts: { readonly [part: string]: string } = {
	pace: 'the speed of Train',
	overTime: 'the curves of the mix over the steps',
};

const place = /(<!-- reference: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g;

/** Tables to make anew. Those of policies change with a release: a policy comes without them. */
interface Choice {
	readonly ofPolicies: boolean;
}

/** A page with its tables as the code has them now. */
async function withTables(file: string, { ofPolicies }: Choice): Promise<string> {
	const page = readFileSync(file, 'utf8').replace(
		place,
		(table, start: string, name: string, end) => {
			const rows = tables[name];
			if (!rows) throw new Error(`${file}: no table is called "${name}".`);
			if (!ofPolicies && name.includes('policies')) return table;
			const [head, ...others] = rows();
			return `${start}\n${markdownTable(head, others)}\n\n${end}`;
		},
	);
	return formatMarkdown(page, file);
}

const guide = 'docs/guide';

/** The guide's pages with tables of this kind, by file, as they should be. */
export async function referencePages(choice: Choice): Promise<ReadonlyMap<string, string>> {
	const pages = new Map<string, string>();
	for (const name of readdirSync(guide)) {
		const file = path.join(guide, name);
		if (name.endsWith('.md') && readFileSync(file, 'utf8').includes('<!-- reference: '))
			pages.set(file, await withTables(file, choice));
	}
	return pages;
}
