import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { statementText } from '#engine/core/message.ts';
import { english, followLanguage } from '#languages/language.ts';
import { languages } from '#languages/index.ts';
import { reportSentence } from '#lab/study/sentences.ts';
import { factorsLabel } from '#lab/study/factors.ts';
import { labelText, withLabelTexts } from '#lab/study/labelText.ts';
import { shareLabel } from '#lab/study/factors.ts';
import type { StudyPolicy } from '#lab/study/study.ts';
import { findPolicy } from '#mixing/index.ts';

const chinese = { tag: 'zh', ...(await languages.find(({ tag }) => tag === 'zh-CN')!.load()) };
afterEach(() => followLanguage(() => english));

test('labels of the lab are translated, and those of the author stay', () => {
	const factors = { policy: shareLabel(0.8), epochs: 0.5, learningRate: 1e-4, seed: 3 };
	const label = factorsLabel(factors, ['policy', 'epochs', 'learningRate', 'seed']);
	expect(labelText(label)).toBe('Fixed shares (domain 80 %) · 0.5 epochs · rate 0.0001 · seed 3');
	followLanguage(() => chinese);
	expect(labelText(label)).toBe('固定占比（领域 80%） · 0.5 轮 · 学习率 0.0001 · 种子 3');
	expect(labelText('my run 2 · 1 epoch')).toBe('my run 2 · 1 轮');
	expect(labelText('Equal shares · my run')).toBe('平均分配 · my run');
});

const published = readdirSync('studies').map((file) => {
	const text = readFileSync(`studies/${file}`, 'utf8');
	return [file, JSON.parse(text) as { readonly policies?: readonly StudyPolicy[] }] as const;
});
const numbers = (text: string) => [...text.matchAll(/\d+(?:\.\d+)?/g)].map(String);

test.each(published)('%s: a mix has the name of its policy on the workbench', (_, study) => {
	const wrong = [english, chinese].flatMap((language) => {
		followLanguage(() => language);
		// What its author made of a policy has a name of its own.
		const plain = (study.policies ?? []).filter(({ waves, meanOver }) => !waves && !meanOver);
		return plain.filter(({ id, label }) => {
			const left = label.split(',')[0];
			const [name, title] = [labelText(label), statementText(findPolicy(id)?.title ?? left)];
			return (
				!name.startsWith(title.replace(/[)）]$/, '')) ||
				String(numbers(name)) !== String(numbers(label))
			);
		});
	});
	expect(wrong.map(({ label }) => label)).toEqual([]);
});

test('a name tells a mix from the others of its study', () => {
	const names = published.map(([, { policies = [] }]) =>
		policies.map(({ label }) => labelText(label)),
	);
	expect(names.flat().length).toBeGreaterThan(80);
	for (const list of names) expect(new Set(list).size).toBe(list.length);
	expect(labelText('temperature 10')).toBe('Lifts small skills (temperature, τ 10)');
	for (const label of ['by size and more', 'constructor', '12'])
		expect(labelText(label)).toBe(label);
});

test('a report has them in its rows and sentences, and names its skills', () => {
	followLanguage(() => chinese);
	const report = {
		groups: [{ label: 'domain 0 %', skills: [{ id: 'seed 1' }], n: 2, seeds: [1, 2] }],
		skills: [
			{ id: 'capitals', name: 'capitals' },
			{ id: 'file:fcb4a2de0a3d', name: 'capitals' },
		],
		message: { id: 'cells', values: { what: 'failed', cells: ['domain 50 %', 'mine'] } } as const,
		none: null,
	};
	const shown = withLabelTexts(report);
	expect(shown).toMatchObject({
		groups: [{ label: '固定占比（领域 0%）', skills: [{ id: 'seed 1' }], n: 2 }],
		skills: [{ name: '首都' }, { name: 'capitals' }],
		none: null,
	});
	expect(reportSentence(shown.message)).toContain('领域 50%');
});
