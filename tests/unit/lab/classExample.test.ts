/**
 * The example of the class view: the default experiment with equal shares and by size, six seeds
 * each. The long form trains one of them again. SKILLET_RECORD=class trains and writes all.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { ClassReader } from '#lab/features/teach/model/readClass.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { encodeLink, readLink } from '#lab/run/link.ts';
import { expectedCurves, toOutcome } from '#lab/run/outcome.ts';
import { builtinInfos } from '#lab/worker/skills.ts';
import { openNodeLab } from '../../../scripts/lib/bench/nodeLab.ts';
import { shippedModels } from '../../../scripts/lib/bench/study.ts';
import { isLong } from '../../support/suite.ts';

const file = 'src/lab/features/teach/example.json';
const recorded = (): string[] => JSON.parse(readFileSync(file, 'utf8')) as string[];
const isRecorded = process.env['SKILLET_RECORD'] === 'class';

async function trainAll(experiments: readonly Experiment[]): Promise<string[]> {
	const { info, run } = await openNodeLab();
	const { backend, name: device } = info.device;
	const links: string[] = [];
	for (const experiment of experiments) {
		const events = await run(experiment);
		const record = { experiment, backend, device, engine: engineVersion, end: 'finished' } as const;
		const expected = toOutcome({ ...record, id: '', startedAt: 0, step: experiment.steps }, events);
		links.push(`#${encodeLink(experiment, { expected, curves: expectedCurves(events) })}`);
	}
	return links;
}

test.runIf(isRecorded)('it is recorded', { timeout: 3_600_000 }, async () => {
	const base = defaultExperiment(builtinInfos(), shippedModels()[0]);
	const experiments = [1, 2, 3, 4, 5, 6].flatMap((seed) =>
		['uniform', 'proportional'].map((id) => ({
			...base,
			seed,
			policy: [{ fromStep: 0, id, settings: {} }],
		})),
	);
	writeFileSync(file, `${JSON.stringify(await trainAll(experiments), null, '\t')}\n`);
});

test('the example is a class of two policies, and every result counts', () => {
	const { parts, refused } = new ClassReader(readLink).read(recorded().join('\n'));
	const [{ groups, shared }] = parts;
	expect(parts).toHaveLength(1);
	expect(refused).toEqual([]);
	expect(shared.runs).toBe(0);
	expect(groups.map(({ experiment, runs }) => [experiment.policy[0].id, runs.length])).toEqual([
		['uniform', 6],
		['proportional', 6],
	]);
	const base = defaultExperiment(builtinInfos(), shippedModels()[0]);
	expect(groups[0].experiment).toEqual(base);
});

test.runIf(isLong)('a run of the example has the same bits again', async () => {
	const [first] = recorded();
	expect(await trainAll([readLink(first).experiment])).toEqual([first]);
});
