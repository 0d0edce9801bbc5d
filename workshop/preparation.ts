/**
 * `preparation`: makes RAISE's preparation for the default experiment on the processor, and
 * writes its file and its description, which the page loads in place of preparing. If today's file
 * has the same bits, the command says so and writes nothing.
 */
import path from 'node:path';
import { sha256OfJson } from '../src/engine/core/hash.ts';
import type { PreparedEvent } from '../src/lab/training/events.ts';
import type {} from '../src/lab/page/shell/headless.ts';
import { preparationKey, readyPreparation } from '../src/lab/run/readyPreparation.ts';
import { withLab } from '../scripts/lib/bench/site.ts';
import { demandFolder, readCommand } from '../scripts/lib/command.ts';
import { runScript } from '../scripts/lib/faults.ts';
import type { LabOnPage } from '../scripts/lib/headlessRun.ts';
import { writeJson } from '../scripts/lib/output.ts';
import { writeBeside } from '../scripts/lib/writeBeside.ts';

const policy = 'raise';
const preparationFile = `public/preparations/${policy}.json`;
const descriptionFile = 'src/lab/run/readyPreparation.json';

await runScript(() => {
	readCommand({
		name: 'npm run --prefix workshop preparation',
		purpose:
			'Makes RAISE’s preparation for the default experiment (an hour), and writes it if its bits ' +
			'are not those of today’s file.',
		options: {},
	});
	for (const file of [preparationFile, descriptionFile])
		demandFolder(path.dirname(file), 'The preparation');
	return withLab(write, { query: '?backend=wasm', software: true });
});

async function write(lab: LabOnPage): Promise<void> {
	const { artefact, event } = await prepare(lab);
	const { updates, measured, milliseconds } = event;
	const sha256 = sha256OfJson(artefact);
	const text = `${JSON.stringify({ policy, sha256, artefact })}\n`;
	const seconds = Math.round(milliseconds / 1000);
	console.log(`${updates} updates in ${seconds} s, ${text.length} bytes, ${sha256}`);
	const segment = { fromStep: 0, id: policy, settings: {} };
	const { defaultExperiment } = lab.info;
	const key = preparationKey(defaultExperiment, segment);
	if (readyPreparation(defaultExperiment, segment) === sha256)
		return console.log('The same bits as before.');
	writeBeside(preparationFile, text);
	writeJson(descriptionFile, { key, sha256, policy, updates, measured });
}

/** The result of the preparation, and its cost. */
async function prepare(lab: LabOnPage) {
	return lab.page.evaluate(async (id) => {
		const { client, ready } = window.skillet!;
		const { defaultExperiment } = await ready;
		const policy = [{ fromStep: 0, id, settings: {} }];
		const runId = 'preparation';
		const prepared = new Promise<PreparedEvent>((resolve) =>
			client.subscribe((message) => {
				if (message.event !== 'run.events') return;
				const event = message.events.find(({ type }) => type === 'prepared');
				if (event) resolve(event as PreparedEvent);
			}),
		);
		await client['run.create']({ runId, experiment: { ...defaultExperiment, policy } });
		await client['run.play']({ runId, pace: { kind: 'full' } });
		const event = await prepared;
		await client['run.pause']({ runId });
		return { artefact: (await client['run.preparation']({ runId }))!, event };
	}, policy);
}
