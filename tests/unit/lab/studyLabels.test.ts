import { afterEach, expect, test } from 'vitest';
import { english, followLanguage } from '#languages/language.ts';
import { languages } from '#languages/index.ts';
import { reportSentence } from '#lab/features/studies/reportSentence.ts';
import { foundPolicy, shareLabel } from '#lab/features/studies/model/axes.ts';
import { factorsLabel } from '#lab/features/studies/model/factors.ts';
import { labelText, withLabelTexts } from '#lab/features/studies/model/labelText.ts';

const { stored } = await languages.find(({ tag }) => tag === 'zh-CN')!.load();
const chinese = { tag: 'zh', messages: new Map<string, string>(), stored };
afterEach(() => followLanguage(() => english));

test('labels of the lab are translated, and those of the author stay', () => {
	const factors = { policy: shareLabel(0.8), epochs: 0.5, learningRate: 1e-4, seed: 3 };
	const label = factorsLabel(factors, ['policy', 'epochs', 'learningRate', 'seed']);
	expect(labelText(label)).toBe('domain 80 % · 0.5 epochs · rate 0.0001 · seed 3');
	followLanguage(() => chinese);
	expect(labelText(label)).toBe('领域 80% · 0.5 轮 · 学习率 0.0001 · 种子 3');
	expect(labelText(foundPolicy.label)).toBe('找到的最佳静态配比');
	expect(labelText('my run 2 · 1 epoch')).toBe('my run 2 · 1 轮');
	expect(labelText('Equal shares · my run')).toBe('平均分配 · my run');
});

test('a report has them in its rows and sentences, and keeps its factors of skills', () => {
	followLanguage(() => chinese);
	const report = {
		groups: [{ label: 'domain 0 %', skills: [{ id: 'seed 1' }], n: 2, seeds: [1, 2] }],
		message: { id: 'groups.empty', values: { groups: ['domain 50 %', 'mine'] } } as const,
		grids: [{ policy: 'domain 5 %', cells: [{ model: 'seed 1' }] }],
		none: null,
	};
	const shown = withLabelTexts(report);
	expect(shown).toMatchObject({
		groups: [{ label: '领域 0%', skills: [{ id: 'seed 1' }], n: 2 }],
		grids: [{ policy: '领域 5%', cells: [{ model: 'seed 1' }] }],
		none: null,
	});
	expect(reportSentence(shown.message)).toContain('领域 50%');
});
