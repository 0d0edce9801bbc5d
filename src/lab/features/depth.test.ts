import { expect, test } from 'vitest';
import { hiddenHow, labParts } from '#lab/page/state/depth.ts';
import { features } from './index.ts';

test('each place and dialog is in the rail or the head of Simple, or in its menu', () => {
	const parts = features.flatMap(({ places = [], dialogs = [] }) => [
		...places.map(({ id }) => id),
		...dialogs.filter(({ isInBar }) => !isInBar).map(({ part }) => part),
	]);
	const isSeen = parts.filter((part) => hiddenHow(part) === undefined);
	expect(isSeen).toEqual(['lessons', 'share', 'compare']);
	const inMenu = labParts.filter((part) => hiddenHow(part) === 'more');
	const parted = new Set(parts.filter((part) => !isSeen.includes(part)));
	expect(inMenu.toSorted()).toEqual([...parted, 'tables', 'help'].toSorted());
});
