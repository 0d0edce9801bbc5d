import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bitText } from '#engine/core/bytes.ts';
import { builtinSource } from '#engine/data/builtinSkills.ts';
import type { StoredStudy } from '#lab/features/compare/feature.ts';
import type { CellResult } from '#lab/study/result.ts';
import { makeStudy, skillInfos } from '../../support/study.ts';
import { OpenStudy } from '#lab/features/compare/page/OpenStudy.svelte.ts';
import { outdatedSkills, type ShelfEntry } from '#lab/study/published.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import {
	packShelf,
	studyHash,
	unpackShelf,
	withVersions,
} from '../../../scripts/lib/shelf/shelfFile.ts';
import { storedStudy } from '../../../scripts/lib/shelf/storedStudy.ts';

const right = bitText([true, false, true]);
const scores = (loss: number) => ({ loss, exact: 2 / 3, tokenAccuracy: NaN, examples: 3, right });
const text = { loss: 2, exact: null, tokenAccuracy: NaN, examples: 3 };
const evaluation = (loss: number) => ({
	skills: [scores(loss), text],
	averageExact: 2 / 3,
	worstExact: { skill: 0, exact: 2 / 3 },
});
const result: CellResult = {
	factors: { policy: 'uniform', seed: 1 },
	experiment: 'abc',
	steps: 20,
	base: evaluation(3),
	final: evaluation(1.5),
	trainingMilliseconds: 1000,
	totalMilliseconds: 2000,
	tokens: 500,
	backend: 'wasm',
	device: 'processor',
	engine: 3,
	mix: { french: 1 },
	drawn: { examples: { french: 1 }, tokens: { french: 1 } },
	lossAt: [3, 2, 1.5].map((loss, i) => ({ step: 10 * i, losses: [loss, 2], right: [right, null] })),
	mixAt: [],
	noisyShare: null,
	cost: { probeMilliseconds: 0, updates: 0, measured: 0, milliseconds: 0 },
	warnings: [],
};
const file = { version: 1, title: 'A question?' };
const refs = ['french', 'stories'].map((id) => {
	const { name, version = 0, fingerprint } = builtinSource(id).info;
	return { id, name, version, sha256: fingerprint, use: 'train' } as const;
});
const packed = packShelf({ file, registered: studyHash(file) }, refs, [result]);

test('a published cell has the scores, answers and shares of its result', () => {
	expect(unpackShelf(packed)).toEqual([result]);
});

test('a study keeps the rows that its cells read when a skill has later ones', () => {
	const study = makeStudy();
	const before = withVersions(study, { versions: { ...packed.versions, french: 1 } }, skillInfos);
	const french = before.experiment.skills.find(({ id }) => id === 'french')!;
	expect(french).toMatchObject({ version: 1 });
	expect(outdatedSkills(before, skillInfos)).toEqual([french]);
	expect(outdatedSkills(study, skillInfos)).toEqual([]);
	expect(withVersions(before, packed, skillInfos)).toEqual(study);
});

test('the page opens a published study as if its cells were trained there', () => {
	const entries = JSON.parse(readFileSync('public/studies/index.json', 'utf8')) as ShelfEntry[];
	const entry = entries.find(({ name }) => name === 'noise')!;
	const opened = JSON.parse(JSON.stringify(storedStudy(entry))) as StoredStudy;
	const open = new OpenStudy(opened, () => builtinInfos());
	expect(open.published?.answer).toEqual(entry.answer);
	expect(open.cells.map(({ key }) => key)).toEqual(
		expect.arrayContaining(opened.outcomes.map(({ cell }) => cell)),
	);
	expect(open.report.counts).toMatchObject({ planned: entry.cells, finished: entry.cells });
});
