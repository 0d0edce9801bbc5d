/** An interruption of a policy's long preparation takes effect soon, and loses no progress. */
import { expect, it } from 'vitest';
import { sha256OfJson } from '#engine/core/hash.ts';
import type { JsonObject } from '#engine/core/json.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import {
	controlFixture,
	curve,
	experiment,
	fileSkill,
	never,
	type ControlFixture,
	train,
} from '../../../tests/support/runControl.ts';
import { preparationParts } from '../../../tests/support/trainer.ts';
import type { Pace } from './runStatus.ts';

const preparing = 'replay';
const startsWith = {
	...experiment,
	policy: checkedPolicy([{ fromStep: 0, id: preparing, settings: {} }], experiment.skills),
};

async function open(opened = startsWith, stored?: ControlFixture['stores']) {
	const lab = await controlFixture(stored);
	lab.trainer.preparing.add(preparing);
	if (!stored) await lab.control.create('r', opened, never);
	const run = await lab.control.opened('r', never);
	return { ...lab, run };
}
type Lab = Awaited<ReturnType<typeof open>>;

/** Resolves when part `part` (from 1) is in hand; the test says when it may end. */
function holdPart({ trainer }: Lab, part: number) {
	let release = () => {};
	const released = new Promise<void>((resolve) => (release = resolve));
	const reached = new Promise<void>((resolve) => {
		trainer.meddle = (what) => {
			if (what !== `prepare ${part}`) return undefined;
			resolve();
			trainer.meddle = null;
			return released;
		};
	});
	return { reached, release };
}
/** A run that trains and has part `part` in hand. */
async function heldIn(part: number, pace: Pace = { kind: 'full' }) {
	const lab = await open();
	const { reached, release } = holdPart(lab, part);
	lab.run.play(pace);
	await reached;
	return { ...lab, release };
}
const partsAsked = ({ trainer }: Lab) => trainer.calls.filter((what) => what.startsWith('prepare'));

async function finish(lab: Lab) {
	await train(lab);
	const { artefact } = await lab.run.prepared();
	return { events: curve(await lab.run.events()), artefact, checkpoint: await readCheckpoint(lab) };
}
const readCheckpoint = async ({ stores }: Lab) => (await stores.runs.checkpoint('r'))!;
const uninterrupted = async () => finish(await open());
const readUnfinished = async (lab: Lab) =>
	Object.values(((await readCheckpoint(lab)).counters as { unfinished: JsonObject }).unfinished);

it('without an interruption is reported once, stored at once, and counted', async () => {
	const lab = await open();
	lab.trainer.failAt = { step: 2, error: new Error('The tab was closed.') };
	lab.run.play({ kind: 'full' });
	await lab.until('failed');
	expect(await readCheckpoint(lab)).toMatchObject({ step: 1 });
	const { events, artefact } = await uninterrupted();
	expect(events.filter(({ type }) => type === 'prepared')).toEqual([
		{
			type: 'prepared',
			step: 0,
			id: preparing,
			artefact: sha256OfJson(artefact!),
			updates: preparationParts,
			measured: 10 * preparationParts,
			milliseconds: 0,
		},
	]);
});

it('of many minutes is stored each minute; a closed tab loses only what follows', async () => {
	const lab = await open();
	const { reached, release } = holdPart(lab, 4);
	const { meddle } = lab.trainer;
	lab.trainer.meddle = (what) => {
		// Parts 1 to 3 end 35, 70 and 105 seconds after the run was stored.
		if (what.startsWith('prepare')) lab.clock.milliseconds += 35_000;
		return meddle?.(what);
	};
	lab.run.play({ kind: 'full' });
	const finished = lab.until('finished');
	await reached;
	expect(await readUnfinished(lab)).toEqual([[expect.any(Number), expect.any(Number)]]);
	const after = await open(startsWith, lab.stores);
	expect(await finish(after)).toEqual(await uninterrupted());
	expect(partsAsked(after)).toEqual(['prepare 3', 'prepare 4']);
	release();
	await finished;
	expect(curve(lab.events)).toEqual((await uninterrupted()).events);
});

it('of a run continues without its deleted target skill, and with it when it is back', async () => {
	const lab = await heldIn(2, { kind: 'until', step: 9 });
	await lab.stores.skills.remove(fileSkill.id);
	lab.release();
	await lab.until('paused');
	expect(lab.run.record).toMatchObject({ step: 9, end: 'running' });
	const stored = structuredClone({
		record: await lab.stores.runs.get('r'),
		events: await lab.stores.runs.events('r'),
		checkpoint: await readCheckpoint(lab),
	});

	const after = await controlFixture(lab.stores);
	await expect(after.control.resume('r', never)).rejects.toThrow(
		`“math.jsonl” (SHA-256 ${fileSkill.fingerprint}). Import the same file`,
	);
	expect({
		record: await lab.stores.runs.get('r'),
		events: await lab.stores.runs.events('r'),
		checkpoint: await readCheckpoint(lab),
	}).toEqual(stored);
	await lab.stores.skills.restore(fileSkill.id);
	expect(await finish(await open(startsWith, lab.stores))).toEqual(await uninterrupted());
});
