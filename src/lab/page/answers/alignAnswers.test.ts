import { expect, test } from 'vitest';
import { alignAnswers, inWords, lastSentence } from './alignAnswers.ts';

const pairs = (answer: string, right: string) =>
	alignAnswers(answer, right).map((column) =>
		column.isSame ? column.answer : [column.answer, column.right],
	);

test('equal letters share a column, each changed, missing or extra letter has its own', () => {
	expect(pairs('62', '65')).toEqual(['6', ['2', '5']]);
	expect(pairs('tops', 'tops')).toEqual(['tops']);
	expect(pairs('tost', 'tops')).toEqual(['to', ['s', 'p'], ['t', 's']]);
	expect(pairs('les rois', 'les bons rois')).toEqual(['les ', ['', 'bons '], 'rois']);
	expect(pairs('', 'Cairo')).toEqual([['', 'Cairo']]);
	expect(pairs('', '')).toEqual([]);
});

test('words that are not alike differ as a whole, alike ones by letters', () => {
	expect(pairs('mon roi triste chante', 'mon roi vert saute')).toEqual([
		'mon roi ',
		['triste', 'vert'],
		' ',
		['chante', 'saute'],
	]);
	expect(pairs('les chiens noir dorment', 'les chiens noirs dorment')).toEqual([
		'les chiens noir',
		['', 's'],
		' dorment',
	]);
});

test('the columns spell both answers, with as few differences as possible', () => {
	for (const [answer, right] of [
		['kitten', 'sitting'],
		['{"Paul": 4}', '{"Gus": 51}'],
		['ddos', 'bdoy'],
		['été 👍🏽 chaud', 'eté 👍 chaude'],
		[' a  b', 'a b '],
	]) {
		const columns = alignAnswers(answer, right);
		expect(columns.map((column) => column.answer).join('')).toBe(answer);
		expect(columns.map((column) => column.right).join('')).toBe(right);
		for (const { answer: a, right: b, isSame } of columns) expect(a === b).toBe(isSame);
	}
	expect(alignAnswers('kitten', 'sitting').filter(({ isSame }) => !isSame)).toHaveLength(3);
});

test('right-to-left words stay whole, and a text in both directions is one column', () => {
	expect(pairs('عدد 21', 'عدد 12')).toEqual(['عدد ', ['21', '12']]);
	expect(pairs('باريس', 'hello friend')).toEqual([['باريس', 'hello friend']]);
	expect(pairs('', 'טוקיו')).toEqual([['', 'טוקיו']]);
});

test('equal letters break between words', () => {
	const words = inWords(alignAnswers('les rois bleus x', 'les rois bleus y'));
	expect(words.map(({ answer }) => answer)).toEqual(['les ', 'rois ', 'bleus ', 'x']);
});

test('of a long prompt, the last sentence is shown', () => {
	expect(lastSentence('Ben has a ball. Ben loses the ball in the school. He is sad today.')).toBe(
		'He is sad today.',
	);
	expect(lastSentence('Ben loses the ball. Oh!')).toBe('Ben loses the ball. Oh!');
	expect(lastSentence('57 + 8 =')).toBe('57 + 8 =');
	expect(lastSentence('')).toBe('');
	expect(lastSentence('Two words. Which is a tool?\nA. pear\nB. saw')).toBe(
		'Which is a tool? A. pear\nB. saw',
	);
});
