import { expect, test } from 'vitest';
import { hiddenHow, labParts } from '#lab/page/state/depth.ts';
import { features } from './index.ts';

test('each place and dialog is in the head of Simple or in its menu', () => {
	const parts = features.flatMap(({ id, place, dialogs = [] }) => [
		...(place ? [id] : []),
		...dialogs.filter(({ isInBar }) => !isInBar).map(({ part }) => part),
	]);
	const inHead = parts.filter((part) => hiddenHow(part) === undefined);
	expect(inHead).toEqual(['race', 'lessons', 'share']);
	const inMenu = labParts.filter((part) => hiddenHow(part) === 'more');
	const parted = new Set(parts.filter((part) => !inHead.includes(part)));
	expect(inMenu.toSorted()).toEqual([...parted, 'tables', 'help', 'theme'].toSorted());
});
