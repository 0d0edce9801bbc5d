import { expect, test } from 'vitest';
import { builtinSkills } from '#engine/data/builtinSkills.ts';
import { skillStyles } from '#lab/page/charts/palette.ts';

const styles = (...ids: readonly string[]) =>
	skillStyles({ skills: ids.map((id) => ({ id })) }, [{ id: 'file:text', role: 'general' }]);
const domain = builtinSkills.filter(({ role }) => role === 'domain').map(({ id }) => id);

test('a skill of the lab keeps its colour and shape, whatever its place', () => {
	const all = styles(...domain);
	expect(new Set(all.map(({ color }) => color)).size).toBe(domain.length);
	expect(styles(...domain.toReversed())).toEqual(all.toReversed());
	domain.forEach((id, i) => expect(styles('file:a1', id)[1]).toEqual(all[i]));
});

test('files take free colours: all differ in colour or shape, eight of them in colour', () => {
	const files = Array.from({ length: 20 }, (_, i) => `file:${(i * 7919).toString(16)}`);
	const looks = styles(...files).map(({ color, shape }) => `${color} ${shape}`);
	expect(new Set(looks).size).toBe(20);
	expect(new Set(styles(...files.slice(0, 8)).map(({ color }) => color)).size).toBe(8);
	const beside = styles(...domain.slice(0, 5), ...files.slice(0, 3));
	expect(new Set(beside.map(({ color }) => color)).size).toBe(8);
});

test('general text is grey', () => {
	const grey = 'var(--skill-general)';
	expect(styles('stories', 'file:text').map(({ color }) => color)).toEqual([grey, grey]);
});
