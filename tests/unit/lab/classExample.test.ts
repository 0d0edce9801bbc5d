/**
 * The example of the class view: eight pupils of the first lesson, with a seed each. Their runs are
 * real, their guesses and answers invented. The long form trains the first pupil's runs again.
 * SKILLET_RECORD=class trains and writes all.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { makeExperiment } from '#lab/features/teach/model/makeExperiment.ts';
import { ClassReader } from '#lab/features/teach/model/readClass.ts';
import { firstOf } from '#lab/features/teach/model/values.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import { lessonField, type LessonResult } from '#lab/run/lessonResult.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { expectedCurves, toOutcome } from '#lab/run/outcome.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { openNodeLab } from '../../../scripts/lib/bench/nodeLab.ts';
import { shippedModels } from '../../../scripts/lib/bench/study.ts';
import { lessonsIn } from '../../support/lessonFiles.ts';
import { isLong } from '../../support/suite.ts';

const file = 'src/lab/features/teach/example.json';
const recorded = (): string[] => JSON.parse(readFileSync(file, 'utf8')) as string[];
const isRecorded = process.env['SKILLET_RECORD'] === 'class';
/** Of each pupil: the guess, and the answers before and after, from 0. */
const pupils = [
	[0, 0, 1],
	[1, 1, 1],
	[2, 2, 1],
	[1, 0, 1],
	[2, 1, 1],
	[1, 2, 2],
	[0, 0, 1],
	[1, 0, 1],
] as const;

async function play(count: number): Promise<string[]> {
	const { info, run } = await openNodeLab();
	const { backend, name: device } = info.device;
	const [skills, models] = [builtinInfos(), shippedModels()];
	const lab = { skills, models, defaultExperiment: defaultExperiment(skills, models[0]) };
	const { lesson } = lessonsIn('mix').find(({ language }) => language === 'en')!;
	const { title, question, steps } = lesson;
	const choices = steps.flatMap(({ ask }) => ask?.choices ?? []);
	const changes = [lesson.experiment, ...steps.flatMap(({ action }) => action?.experiment ?? [])];
	const links: string[] = [];
	for (const [i, [guess, before, after]] of pupils.slice(0, count).entries()) {
		const runs: (LessonResult['runs'][number] & { readonly events: readonly RunEvent[] })[] = [];
		for (const change of changes) {
			const experiment = { ...makeExperiment(change, lab), seed: i + 1 };
			const events = await run(experiment);
			const at = experiment.skills.findIndex(({ id }) => id === 'capitals');
			const tests = events.filter((event) => event.type === 'evaluation');
			const points = tests.map(({ step, skills }) => [step, skills[at].exact!] as const);
			runs.push({ experiment, points, events });
		}
		const [half, few] = runs.map(({ points }) => points.at(-1)![1]);
		const conditions = choices.map(({ when }) => when);
		const answer = firstOf(conditions, () => few, { half });
		const { experiment, events } = runs.at(-1);
		const record = { experiment, backend, device, engine: engineVersion, end: 'finished' } as const;
		const expected = toOutcome({ ...record, id: '', startedAt: 0, step: experiment.steps }, events);
		const { ask, right } = lesson.transfer!;
		const result = lessonField({
			id: 'mix',
			title,
			question,
			guess,
			answer,
			runs,
			curve: { measure: 'exact', unit: 'share', skill: 'capitals' },
			choices: choices.map(({ text }) => text),
			transfer: { ask, right: right - 1, before, after },
		});
		const extras = { expected, curves: expectedCurves(events), lesson: result };
		links.push(`#${encodeLink(experiment, extras)}`);
	}
	return links;
}

test.runIf(isRecorded)('it is recorded', { timeout: 3_600_000 }, async () => {
	writeFileSync(file, `${JSON.stringify(await play(pupils.length), null, '\t')}\n`);
});

test('the example is a class of the first lesson, and every result counts', () => {
	const { parts, refused } = new ClassReader(readLink).read(recorded().join('\n'));
	const [{ groups, shared, lesson, transfer }] = parts;
	expect(parts).toHaveLength(1);
	expect(refused).toEqual([]);
	expect(lesson.id).toBe('mix');
	expect(shared.runs).toBe(0);
	expect(groups.map(({ runs }) => runs.length)).toEqual([pupils.length, pupils.length]);
	expect(transfer?.pupils).toHaveLength(pupils.length);
});

test.runIf(isLong)('the runs of its first pupil have the same bits again', async () => {
	expect(await play(1)).toEqual(recorded().slice(0, 1));
});
