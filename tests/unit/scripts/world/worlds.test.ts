/**
 * The winner in each world, for every policy at its defaults. docs/dev/synthetic-world.md has the
 * verdicts and the reasons; this test reads it. A policy gets its row with a release, so only the
 * long form demands one of each.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { mixingPolicies, policyById } from '#mixing/registry.ts';
import { namedWorlds } from '../../../../scripts/world/named.ts';
import { compareWithUniform } from '../../../../scripts/world/verdict.ts';
import { isLong } from '../../../support/suite.ts';

/** The lines of the page, with single spaces. */
const docs = readFileSync(
	new URL('../../../../docs/dev/synthetic-world.md', import.meta.url),
	'utf8',
)
	.split('\n')
	.map((line) => line.replaceAll(/ +/g, ' '));

/** A policy with its settings, such as `mos(reward=error-rate)`, and worlds by verdict. */
interface Row {
	readonly label: string;
	readonly id: string;
	readonly settings: JsonObject;
	/** Better, worse, and not tested: the rows differ in nothing that the policy uses. */
	readonly worlds: readonly (readonly string[])[];
}
const header = '| policy | better | worse | not tested |';
const rows = docs.slice(docs.indexOf(header) + 2).flatMap((line): Row[] => {
	const found = /^\| `(([\w-]+)(?:\((.*)\))?)` \|(.*)\|(.*)\|(.*)\|$/.exec(line);
	if (!found) return [];
	const [, label, id, settings = '', ...lists] = found;
	const worlds = lists.map((list) => list.match(/\w+/g) ?? []);
	return [{ label, id, settings: parseSettings(settings), worlds }];
});

/** `episodes=5;reward=error-rate` */
function parseSettings(text: string): JsonObject {
	const settings = text.split(';').filter((setting) => setting !== '');
	return Object.fromEntries(
		settings.map((setting): [string, Json] => {
			const [name, value] = setting.split('=');
			return [name, /^[\d.]+$/.test(value) ? Number(value) : value];
		}),
	);
}

/** Policies whose roll-outs or fits take long: one seed. */
const isSlow = ({ id }: Row) => id === 'raise';
/** The short form has every twelfth world of a policy, in turn, and no slow policy. */
const isTested = (row: Row, world: number) =>
	isLong || (!isSlow(row) && (world + rows.indexOf(row)) % 12 === 0);

test.runIf(isLong)('every policy has a row: npm run world -- --verdicts --policies ID', () => {
	const documented = rows.map(({ id }) => id);
	for (const { id } of mixingPolicies) expect(documented).toContain(id);
});

test('each verdict is on a world', () => {
	expect(docs).toContain(header);
	const ids = namedWorlds.map(({ id }) => id);
	for (const { worlds } of rows) for (const world of worlds.flat()) expect(ids).toContain(world);
});

const verdicts = ['better', 'worse', '–', 'same'] as const;
const cases = rows.flatMap((row) =>
	namedWorlds
		.map((world, i) => {
			const column = row.worlds.findIndex((list) => list.includes(world.id));
			return { row, i, world, label: row.label, id: world.id, cell: verdicts.at(column) };
		})
		.filter(({ cell, i }) => cell !== '–' && isTested(row, i)),
);
test.each(cases)('$label in "$id": $cell', async ({ row, world, cell }) => {
	const seeds = isSlow(row) ? [1] : [1, 2, 3, 4, 5];
	expect(await compareWithUniform(world, policyById(row.id), row.settings, seeds)).toBe(cell);
});

test.each(namedWorlds.map(({ id }) => id))('the docs describe "%s"', (id) => {
	expect(docs.some((line) => line.startsWith(`| \`${id}\` |`))).toBe(true);
});
