import { expect, it } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import { InputError } from '#engine/core/errors.ts';
import { decodeLink } from '#lab/run/link.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';
import { waitForEvent, isStatus } from '#lab/worker/lab.test-support.ts';

const page = 'https://lab.example/skillet/';

it("a run's metrics are one file per format; the config's link opens its experiment", async () => {
	const { client, ...lab } = await openLab();
	const { experiment } = await client['run.create']({ runId: 'r', experiment: lab.experiment });
	await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
	await waitForEvent({ client, ...lab }, isStatus('finished'));

	const lines = await client['run.metrics']({ runId: 'r', format: 'jsonl', page });
	expect(lines.name).toMatch(/-metrics\.jsonl$/);
	const rows = (await lines.blob.text()).trim().split('\n');
	expect(rows.map((row) => (JSON.parse(row) as { step: number }).step)).toEqual(
		Array.from({ length: 21 }, (_, step) => step),
	);
	const table = await client['run.metrics']({ runId: 'r', format: 'csv', page });
	expect((await table.blob.text()).trim().split('\r\n')).toHaveLength(22);
	const config = await client['run.metrics']({ runId: 'r', format: 'config', page });
	const { link } = (JSON.parse(await config.blob.text()) as { config: { link: string } }).config;
	expect(link.startsWith(`${page}#`)).toBe(true);
	expect(decodeLink(link.slice(page.length))).toEqual(experiment);
});

it('an unknown run is an error with its id', async () => {
	const { client } = await openLab();
	const metrics = client['run.metrics']({ runId: 'gone', format: 'csv', page });
	await expect(metrics).rejects.toThrow(InputError);
	await expect(metrics).rejects.toThrow(failure('lab.run.labHasNoSuchRun'));
	await expect(metrics).rejects.toMatchObject({ data: { runId: 'gone' } });
});
