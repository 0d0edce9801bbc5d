/** The example files of the guide are read by the code that reads a visitor's files. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parseSetText } from '#lab/features/questions/model/set.ts';
import { draftStudy } from '../../../scripts/lib/bench/study.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { testFolder } from '../../support/testFolder.ts';

/** The JSON blocks of a page that are whole objects. */
const examples = (page: string): string[] =>
	[...readFileSync(`docs/guide/${page}`, 'utf8').matchAll(/```json\n(\{[\s\S]*?)```/g)].map(
		([, text]) => text,
	);

function inFile<T>(text: string, read: (file: string) => T): T {
	const folder = testFolder();
	const file = path.join(folder, 'mine.json');
	writeFileSync(file, text);
	return read(file);
}
const study = (file: string) => draftStudy({ study: file, skills: [] }).complete(builtinInfos());

it('studies.md: the example is a study of shipped models', () => {
	const [example] = examples('studies.md');
	expect(inFile(example, study).study.policies.length).toBeGreaterThan(1);
});

it('evaluation.md: the example is a set of questions', () => {
	const [example] = examples('evaluation.md');
	expect(parseSetText(example, 'mine.jsonl').questions).toHaveLength(2);
});
